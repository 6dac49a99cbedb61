//! How late messages were (D-54).

/// How late messages were, in seconds from when they were due until Discord had confirmed them.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize)]
pub struct Lateness {
    /// Half of them were not later.
    pub p50: f64,
    /// 99 of 100 were not later.
    pub p99: f64,
    /// None was later.
    pub most: f64,
}

impl Lateness {
    /// Of messages that were so many milliseconds late; `None` if there were none.
    pub fn of(mut ms: Vec<u32>) -> Option<Self> {
        ms.sort_unstable();
        let at = |share: usize| {
            let index = ms.len().checked_sub(1)? * share / 1_000;
            Some(f64::from(*ms.get(index)?) / 1_000.0)
        };
        Some(Self {
            p50: at(500)?,
            p99: at(990)?,
            most: at(1_000)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lateness_of_a_hundred_messages_has_its_middle_and_its_end() {
        let late = Lateness::of((1..=101).rev().map(|n| n * 1_000).collect()).unwrap();
        assert_eq!((late.p50, late.p99, late.most), (51.0, 100.0, 101.0));
        assert_eq!(Lateness::of(Vec::new()), None);
    }
}
