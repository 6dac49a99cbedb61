//! A number or a range as it is written: `10`, or `[8, 12]`.
//!
//! Written out rather than `untagged`, so that a wrong one is told what is expected. Begin reading at
//! [`RawSpan`].

use std::fmt;

use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// Least and most; the same for a single number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RawSpan(pub(super) [i64; 2]);

impl<'de> Deserialize<'de> for RawSpan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SpanVisitor)
    }
}

struct SpanVisitor;

impl<'de> Visitor<'de> for SpanVisitor {
    type Value = RawSpan;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number, or two of them such as [8, 12]")
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<RawSpan, E> {
        Ok(RawSpan([number, number]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<RawSpan, A::Error> {
        <[i64; 2]>::deserialize(de::value::SeqAccessDeserializer::new(seq)).map(RawSpan)
    }
}
