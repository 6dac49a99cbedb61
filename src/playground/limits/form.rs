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
    #[must_use]
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

    /// Checks the field `key`, unless it is absent or null.
    pub fn optional(&self, key: &str, check: impl FnOnce(&Self)) {
        if let Some(field) = self.get(key) {
            check(&field);
        }
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

    /// A list's entries; their number must lie in `length`, and none may be null.
    pub fn list(&self, length: RangeInclusive<usize>) -> Option<Vec<Self>> {
        let (empty, filled): (Vec<Self>, Vec<Self>) = self
            .entries(length)?
            .into_iter()
            .partition(|entry| entry.value.is_null());
        for entry in empty {
            entry.lacks_value();
        }
        Some(filled)
    }

    /// A list of different entries; those that come again are refused, and nulls are passed over.
    pub fn set(&self, length: RangeInclusive<usize>) -> Vec<Self> {
        let (mut seen, mut set) = (Vec::new(), self.entries(length).unwrap_or_default());
        set.retain(|entry| !entry.value.is_null());
        for entry in &set {
            if seen.contains(&entry.value) {
                entry.refuse(
                    "SET_TYPE_ALREADY_CONTAINS_VALUE",
                    "The set already contains this value",
                );
            }
            seen.push(entry.value);
        }
        set
    }

    fn entries(&self, length: RangeInclusive<usize>) -> Option<Vec<Self>> {
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

    /// An entry of a list that says nothing.
    pub fn lacks_value(&self) {
        self.refuse(
            "LIST_ITEM_VALUE_REQUIRED",
            "List item values of ModelType are required",
        );
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

    /// A text that may not be blank and has no other least length.
    pub fn words(&self, most: usize) -> Option<&'a str> {
        let text = self.text(0..=most)?;
        if text.trim().is_empty() {
            self.refuse("BASE_TYPE_REQUIRED", "This field is required");
        }
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
        // What is beyond 64 bits is beyond every range.
        let huge = self.value.as_u64().map(|_| i64::MAX);
        let Some(number) = self.value.as_i64().or(huge) else {
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
        let number = self.require("type")?.integer(i64::MIN..=i64::MAX)?;
        if allowed.contains(&number) {
            return Some(number);
        }
        let comma = if allowed.len() == 1 { "," } else { "" };
        let allowed = join(allowed);
        self.refuse(
            "UNION_TYPE_CHOICES",
            format!("Value of field \"type\" must be one of ({allowed}{comma})."),
        );
        None
    }

    /// A web address of one of `schemes`.
    pub fn url(&self, schemes: &[&str], most: usize) {
        let Some(text) = self.words(most).filter(|text| !text.trim().is_empty()) else {
            return;
        };
        let Some((scheme, rest)) = text.split_once("://") else {
            return self.refuse("URL_TYPE_INVALID_URL", "Not a well formed URL.");
        };
        if !schemes.contains(&scheme) {
            let schemes = schemes.join("', '");
            self.refuse(
                "URL_TYPE_INVALID_SCHEME",
                format!(
                    "Scheme \"{scheme}\" is not supported. Scheme must be one of ('{schemes}')."
                ),
            );
        } else if text.contains(char::is_whitespace)
            || rest.is_empty()
            || (scheme.starts_with("http") && !is_host(rest))
        {
            self.refuse("URL_TYPE_INVALID_URL", "Not a well formed URL.");
        }
    }
}

/// Whether what follows `https://` begins with a name of the public network: parts between dots,
/// at least two, each of 1 to 63 characters.
fn is_host(rest: &str) -> bool {
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default();
    let mut parts = host.trim_end_matches('.').split('.');
    host.contains('.') && parts.all(|part| (1..=63).contains(&part.chars().count()))
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
