//! Walking a JSON body and noting what is wrong with it, by path.

use std::cell::RefCell;
use std::ops::RangeInclusive;

use serde_json::{Map, Value, json};

use crate::playground::snowflake::Id;

/// One thing wrong with a body.
#[derive(Debug, Clone)]
struct Problem {
    path: Vec<String>,
    code: &'static str,
    message: String,
}

/// All that is wrong with a body.
#[derive(Debug, Default)]
pub struct Problems(RefCell<Vec<Problem>>);

impl Problems {
    /// Checks `body` with `check` and returns Discord's `errors` tree if anything is wrong.
    pub fn of(body: &Value, check: impl FnOnce(&Form<'_>)) -> Result<(), Value> {
        let problems = Self::default();
        check(&Form {
            value: body,
            path: Vec::new(),
            problems: &problems,
        });
        problems.into_result()
    }

    fn into_result(self) -> Result<(), Value> {
        let problems = self.0.into_inner();
        if problems.is_empty() {
            return Ok(());
        }
        let mut tree = json!({});
        for problem in problems {
            let mut node = &mut tree;
            for key in problem.path {
                node = &mut node[key];
            }
            let entry = json!({ "code": problem.code, "message": problem.message });
            match node.get_mut("_errors").and_then(Value::as_array_mut) {
                Some(errors) => errors.push(entry),
                None => node["_errors"] = json!([entry]),
            }
        }
        Err(tree)
    }
}

/// A value within a body, and where it is.
#[derive(Debug, Clone)]
pub struct Form<'a> {
    value: &'a Value,
    path: Vec<String>,
    problems: &'a Problems,
}

impl<'a> Form<'a> {
    /// The value itself.
    pub fn value(&self) -> &'a Value {
        self.value
    }

    /// Notes that this value is wrong.
    pub fn refuse(&self, code: &'static str, message: impl Into<String>) {
        self.problems.0.borrow_mut().push(Problem {
            path: self.path.clone(),
            code,
            message: message.into(),
        });
    }

    /// This value at another path below, for problems of things that are not there.
    pub fn below(&self, key: impl Into<String>) -> Self {
        let mut path = self.path.clone();
        path.push(key.into());
        Self {
            value: self.value,
            path,
            problems: self.problems,
        }
    }

    /// The field `key`, unless it is absent or null.
    pub fn get(&self, key: &str) -> Option<Self> {
        let value = self.value.get(key).filter(|value| !value.is_null())?;
        let mut form = self.below(key);
        form.value = value;
        Some(form)
    }

    /// The field `key`; its absence is a problem.
    pub fn require(&self, key: &str) -> Option<Self> {
        let field = self.get(key);
        if field.is_none() && self.value.is_object() {
            self.below(key)
                .refuse("BASE_TYPE_REQUIRED", "This field is required");
        }
        field
    }

    /// An object's fields.
    pub fn object(&self) -> Option<&'a Map<String, Value>> {
        let object = self.value.as_object();
        if object.is_none() {
            self.refuse(
                "MODEL_TYPE_CONVERT",
                "Only dictionaries may be used in a ModelType",
            );
        }
        object
    }

    /// A list's entries; their number must lie in `length`.
    pub fn list(&self, length: RangeInclusive<usize>) -> Option<Vec<Self>> {
        let Some(entries) = self.value.as_array() else {
            self.refuse(
                "LIST_TYPE_CONVERT",
                "Only iterables may be used in a ListType",
            );
            return None;
        };
        self.length(entries.len(), &length);
        let entry = |(index, value): (usize, &'a Value)| {
            let mut form = self.below(index.to_string());
            form.value = value;
            form
        };
        Some(entries.iter().enumerate().map(entry).collect())
    }

    /// A text; its number of characters must lie in `length`.
    pub fn text(&self, length: RangeInclusive<usize>) -> Option<&'a str> {
        let Some(text) = self.value.as_str() else {
            let shown = self.value;
            self.refuse(
                "STRING_TYPE_CONVERT",
                format!("Could not interpret \"{shown}\" as string."),
            );
            return None;
        };
        self.length(text.chars().count(), &length);
        Some(text)
    }

    fn length(&self, length: usize, allowed: &RangeInclusive<usize>) {
        let (least, most) = (allowed.start(), allowed.end());
        if allowed.contains(&length) {
            return;
        }
        if length == 0 && *least == 1 && self.value.is_string() {
            self.refuse("BASE_TYPE_REQUIRED", "This field is required");
        } else if *least == 0 {
            self.refuse(
                "BASE_TYPE_MAX_LENGTH",
                format!("Must be {most} or fewer in length."),
            );
        } else {
            self.refuse(
                "BASE_TYPE_BAD_LENGTH",
                format!("Must be between {least} and {most} in length."),
            );
        }
    }

    /// A whole number within `range`.
    pub fn integer(&self, range: RangeInclusive<i64>) -> Option<i64> {
        let Some(number) = self.value.as_i64() else {
            self.not_a("int");
            return None;
        };
        if number < *range.start() {
            let least = range.start();
            self.refuse(
                "NUMBER_TYPE_MIN",
                format!("int value should be greater than or equal to {least}."),
            );
        } else if number > *range.end() {
            let most = range.end();
            self.refuse(
                "NUMBER_TYPE_MAX",
                format!("int value should be less than or equal to {most}."),
            );
        }
        Some(number)
    }

    /// Any number.
    pub fn number(&self) -> Option<f64> {
        let number = self.value.as_f64();
        if number.is_none() {
            self.not_a("float");
        }
        number
    }

    /// An id, as a string or a number.
    pub fn snowflake(&self) -> Option<Id> {
        let id = match self.value {
            Value::String(text) => Id::parse(text),
            Value::Number(number) => number.as_u64().map(Id::new),
            _ => None,
        };
        if id.is_none() {
            self.not_a("snowflake");
        }
        id
    }

    fn not_a(&self, kind: &str) {
        let shown = self.value;
        self.refuse(
            "NUMBER_TYPE_COERCE",
            format!("Value {shown} is not {kind}."),
        );
    }

    /// `true` or `false`.
    pub fn boolean(&self) -> Option<bool> {
        let value = self.value.as_bool();
        if value.is_none() {
            self.refuse("BOOLEAN_TYPE_CONVERT", "Must be either true or false.");
        }
        value
    }

    /// A whole number out of a few.
    pub fn one_of(&self, allowed: &[i64]) -> Option<i64> {
        let number = self.integer(i64::MIN..=i64::MAX)?;
        if allowed.contains(&number) {
            return Some(number);
        }
        let allowed = join(allowed);
        self.refuse(
            "BASE_TYPE_CHOICES",
            format!("Value must be one of {{{allowed}}}."),
        );
        None
    }

    /// The `type` of a union: anything else is refused in Discord's words for unions.
    pub fn kind(&self, allowed: &[i64]) -> Option<i64> {
        let kind = self.require("type")?;
        let number = kind.integer(i64::MIN..=i64::MAX)?;
        if allowed.contains(&number) {
            return Some(number);
        }
        let comma = if allowed.len() == 1 { "," } else { "" };
        let allowed = join(allowed);
        kind.refuse(
            "UNION_TYPE_CHOICES",
            format!("Value of field \"type\" must be one of ({allowed}{comma})."),
        );
        None
    }

    /// A web address of one of `schemes`.
    pub fn url(&self, schemes: &[&str], most: usize) {
        let Some(text) = self.text(1..=most) else {
            return;
        };
        let (scheme, rest) = text.split_once("://").unwrap_or_default();
        if !schemes.contains(&scheme) {
            self.refuse(
                "URL_TYPE_INVALID_SCHEME",
                format!("Scheme \"{scheme}\" is not supported. Scheme must be one of {schemes:?}."),
            );
        } else if rest.is_empty() || rest.contains(char::is_whitespace) {
            self.refuse("URL_TYPE_INVALID_URL", "Not a well formed URL.");
        }
    }
}

fn join(numbers: &[i64]) -> String {
    let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    numbers.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_come_back_as_a_tree_by_path() {
        let body = json!({ "options": [{ "name": "" }, { "kind": "x" }] });
        let tree = Problems::of(&body, |form| {
            for option in form.get("options").unwrap().list(0..=25).unwrap() {
                option.require("name").map(|name| name.text(1..=32));
            }
        });
        let required =
            json!([{ "code": "BASE_TYPE_REQUIRED", "message": "This field is required" }]);
        let expected = json!({ "options": {
            "0": { "name": { "_errors": required } },
            "1": { "name": { "_errors": required } },
        } });
        assert_eq!(tree.unwrap_err(), expected);
    }

    #[test]
    fn a_number_in_quotes_is_an_id_but_not_a_number() {
        let check = |form: &Form<'_>| {
            form.snowflake();
        };
        assert!(Problems::of(&json!("12"), check).is_ok());
        assert!(Problems::of(&json!("twelve"), check).is_err());
        let check = |form: &Form<'_>| {
            form.integer(0..=20);
        };
        assert!(Problems::of(&json!("12"), check).is_err());
        assert!(Problems::of(&json!(21), check).is_err());
    }
}
