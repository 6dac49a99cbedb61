//! Requests held against Discord's own description of its API (OpenAPI 3.1, so JSON Schema 2020-12).
//!
//! The description is a file that `DISCORD_OPENAPI` names. It is laxer than Discord in one way that would hide
//! typing errors: it lets any other field pass. Here every object takes the fields that it lists, and no others.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::Mutex;

use jsonschema::error::ValidationErrorKind;
use jsonschema::{Draft, ValidationError, Validator};
use serde_json::{Map, Value, json};

/// Where the description is.
const FILE: &str = "DISCORD_OPENAPI";
/// Set by machines that let nothing be left out.
const CI: &str = "CI";
/// What the playground's addresses begin with.
const BASE: &str = "/api/v10";

/// Discord's description, with the schemas that were needed so far.
pub struct Description {
    document: Value,
    compiled: Mutex<BTreeMap<String, std::sync::Arc<Validator>>>,
}

/// Where the description comes from, or why there is none.
#[derive(Debug, PartialEq)]
enum Source {
    File(String),
    Skipped,
    Missing,
}

fn source(file: Option<String>, ci: Option<String>) -> Source {
    match (file.filter(|file| !file.is_empty()), ci) {
        (Some(file), _) => Source::File(file),
        (None, Some(ci)) if !ci.is_empty() && ci != "false" => Source::Missing,
        (None, _) => Source::Skipped,
    }
}

fn variable(name: &str) -> Option<String> {
    std::env::var_os(name).map(|value| value.into_string().unwrap())
}

/// The description, if there is one. Its schemas take their time to compile, so the tests of a process share it.
pub fn description() -> Option<&'static Description> {
    #[expect(clippy::disallowed_types, reason = "it is a file that nobody changes")]
    static SHARED: std::sync::OnceLock<Option<Description>> = std::sync::OnceLock::new();
    SHARED.get_or_init(Description::load).as_ref()
}

impl Description {
    /// Without a description it says so, and fails where nothing may be left out.
    fn load() -> Option<Self> {
        match source(variable(FILE), variable(CI)) {
            Source::File(file) => {
                let text = std::fs::read_to_string(&file);
                let text = text.unwrap_or_else(|error| panic!("{FILE}={file}: {error}"));
                Some(Self::new(serde_json::from_str(&text).unwrap()))
            }
            Source::Skipped => {
                // Written past the test harness, which would keep it to itself.
                let told = format!(
                    "skipped: requests are not held against Discord's description, {FILE} is not set\n"
                );
                std::io::stderr().write_all(told.as_bytes()).unwrap();
                None
            }
            Source::Missing => panic!(
                "requests have to be held against Discord's description: let {FILE} name its file"
            ),
        }
    }

    fn new(mut document: Value) -> Self {
        close_objects(&mut document["components"]["schemas"]);
        // Described as a number and documented as a string of digits; Discord takes and shows the latter.
        for name in [
            "ApplicationCommandUpdateRequest",
            "ApplicationCommandCreateRequest",
        ] {
            let property = &mut document["components"]["schemas"][name]["properties"]["default_member_permissions"];
            property["type"] = json!(["integer", "string", "null"]);
            property["pattern"] = json!("^[0-9]+$");
        }
        Self {
            document,
            compiled: Mutex::default(),
        }
    }

    /// What is wrong with a request of the playground's journal.
    pub fn violations(&self, request: &Value) -> Vec<String> {
        let (method, path) = (text(&request["method"]), text(&request["path"]));
        let mut found = Vec::new();
        match self.operation(&method.to_lowercase(), path) {
            Some(operation) => self.check(&operation, request, &mut found),
            None => found.push("no such operation".to_owned()),
        }
        found
            .into_iter()
            .map(|problem| format!("{method} {path}: {problem}"))
            .collect()
    }

    /// The operation that an address means: the one with the fewest placeholders.
    fn operation(&self, method: &str, path: &str) -> Option<Operation<'_>> {
        let path = path.strip_prefix(BASE)?;
        let paths = self.document["paths"].as_object()?;
        paths
            .iter()
            .filter_map(|(template, item)| Some((fill(template, path)?, item)))
            .filter(|(_, item)| item[method].is_object())
            .min_by_key(|(parameters, _)| parameters.len())
            .map(|(parameters, item)| Operation {
                shape: &item[method],
                item,
                parameters,
            })
    }

    fn check(&self, operation: &Operation<'_>, request: &Value, found: &mut Vec<String>) {
        let name = text(&operation.shape["operationId"]);
        for (parameter, value) in &operation.parameters {
            self.parameter(operation, "path", parameter, value, found);
        }
        for (parameter, value) in request["query"].as_object().into_iter().flatten() {
            self.parameter(operation, "query", parameter, text(value), found);
        }
        let content_type = request["content_type"].as_str();
        let media = content_type.and_then(|kind| kind.split(';').next());
        let contents = &operation.shape["requestBody"]["content"];
        match (media, contents.is_object()) {
            (None, false) => {}
            (None, true) => found.push(format!("{name} wants a body")),
            (Some(media), _) => match contents.get(media) {
                None => found.push(format!("{name} takes no {media}")),
                Some(content) => {
                    let key = format!("{name} {media}");
                    self.validate(&key, &content["schema"], &request["body"], found);
                    for file in request["files"].as_array().into_iter().flatten() {
                        // The description lists them for some operations only; they are the same for all.
                        let field = text(&file["field"]);
                        if !(0..10).any(|n| field == format!("files[{n}]")) {
                            found.push(format!("{name} takes no file {field}"));
                        }
                    }
                }
            },
        }
    }

    fn parameter(
        &self,
        operation: &Operation<'_>,
        place: &str,
        name: &str,
        value: &str,
        found: &mut Vec<String>,
    ) {
        let all = [
            &operation.item["parameters"],
            &operation.shape["parameters"],
        ];
        let mut all = all.into_iter().filter_map(Value::as_array).flatten();
        let Some(shape) = all.find(|shape| shape["name"] == name && shape["in"] == place) else {
            found.push(format!("there is no {place} parameter {name}"));
            return;
        };
        let value = match shape["schema"]["type"].as_str() {
            Some("integer") => value.parse::<i64>().map_or(json!(value), |n| json!(n)),
            Some("boolean") => value.parse::<bool>().map_or(json!(value), |is| json!(is)),
            _ => json!(value),
        };
        let key = format!("{place} {name} {}", shape["schema"]);
        self.validate(&key, &shape["schema"], &value, found);
    }

    fn validate(&self, key: &str, schema: &Value, value: &Value, found: &mut Vec<String>) {
        let validator = self.compiled(key, schema);
        found.extend(validator.iter_errors(value).map(|error| told(&error)));
    }

    /// The named schemas that a schema refers to, and those that they refer to.
    fn needed_by(&self, schema: &Value) -> Map<String, Value> {
        let mut needed = Map::new();
        let mut names = references(schema);
        while let Some(name) = names.pop() {
            if !needed.contains_key(&name) {
                let schema = &self.document["components"]["schemas"][&name];
                names.extend(references(schema));
                needed.insert(name, schema.clone());
            }
        }
        needed
    }

    /// A schema is compiled once; its references resolve within the document that it is put into.
    fn compiled(&self, key: &str, schema: &Value) -> std::sync::Arc<Validator> {
        let mut compiled = self.compiled.lock().unwrap();
        let validator = compiled.entry(key.to_owned()).or_insert_with(|| {
            let root = json!({
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "components": { "schemas": self.needed_by(schema) },
                "allOf": [schema],
            });
            let options = jsonschema::options()
                .with_draft(Draft::Draft202012)
                .should_validate_formats(true);
            std::sync::Arc::new(options.build(&root).unwrap())
        });
        validator.clone()
    }
}

/// An operation, and what its address says.
struct Operation<'a> {
    shape: &'a Value,
    item: &'a Value,
    parameters: Vec<(&'a str, String)>,
}

/// The values of a template's placeholders, if the path fits it.
fn fill<'a>(template: &'a str, path: &str) -> Option<Vec<(&'a str, String)>> {
    let (wanted, given): (Vec<_>, Vec<_>) =
        (template.split('/').collect(), path.split('/').collect());
    if wanted.len() != given.len() {
        return None;
    }
    let mut parameters = Vec::new();
    for (wanted, given) in wanted.into_iter().zip(given) {
        let name = wanted
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'));
        match name {
            Some(name) if !given.is_empty() => parameters.push((name, given.to_owned())),
            _ if wanted == given => {}
            _ => return None,
        }
    }
    Some(parameters)
}

fn close_objects(schemas: &mut Value) {
    for schema in schemas
        .as_object_mut()
        .into_iter()
        .flat_map(|all| all.values_mut())
    {
        if schema["properties"].is_object() && schema["additionalProperties"].is_null() {
            schema["additionalProperties"] = json!(false);
        }
    }
}

/// The names of the schemas that a schema refers to.
fn references(schema: &Value) -> Vec<String> {
    match schema {
        Value::Array(items) => items.iter().flat_map(references).collect(),
        Value::Object(fields) => {
            let own = fields.get("$ref").and_then(Value::as_str);
            let own = own.and_then(|path| path.strip_prefix("#/components/schemas/"));
            let inner = fields.values().flat_map(references);
            own.map(str::to_owned).into_iter().chain(inner).collect()
        }
        _ => Vec::new(),
    }
}

/// An error in words; of a choice between shapes, the shape that fits best.
fn told(error: &ValidationError<'_>) -> String {
    let (ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context }) =
        error.kind()
    else {
        let sentence: String = error.to_string().chars().take(200).collect();
        return format!("{} {sentence}", error.instance_path());
    };
    let depth = |errors: &&Vec<ValidationError<'static>>| {
        let depths = errors.iter().map(|error| depth(error));
        (depths.clone().min(), std::cmp::Reverse(errors.len()))
    };
    let best = context.iter().max_by_key(depth);
    best.and_then(|errors| errors.first())
        .map_or_else(|| error.to_string(), told)
}

/// How far down the trouble is.
fn depth(error: &ValidationError<'_>) -> usize {
    match error.kind() {
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
            context.iter().flatten().map(depth).max().unwrap_or(0)
        }
        // Another type of component is another shape, not a trouble in this one.
        ValidationErrorKind::Enum { .. }
            if error.instance_path().to_string().ends_with("/type") =>
        {
            0
        }
        _ => error.instance_path().to_string().matches('/').count() + 1,
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[test]
fn where_nothing_may_be_left_out_a_missing_description_is_an_error() {
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(
        source(text("a.json"), text("true")),
        Source::File("a.json".to_owned())
    );
    assert_eq!(
        source(text("a.json"), None),
        Source::File("a.json".to_owned())
    );
    assert_eq!(source(None, None), Source::Skipped);
    assert_eq!(source(text(""), text("")), Source::Skipped);
    assert_eq!(source(None, text("true")), Source::Missing);
    assert_eq!(source(text(""), text("1")), Source::Missing);
}

const MESSAGES: &str = "/api/v10/channels/12/messages";

fn post(path: &str, body: &Value) -> Value {
    json!({
        "method": "POST", "path": path, "query": {}, "files": [],
        "content_type": "application/json", "body": body,
    })
}

fn get(path: &str, query: &Value) -> Value {
    json!({ "method": "GET", "path": path, "query": query, "files": [] })
}

/// A button that is right but for one field.
fn button(key: &str, value: &Value) -> Value {
    let mut button = json!({ "type": 2, "style": 1, "label": "Press", "custom_id": "p" });
    button[key] = value.clone();
    let row = json!({ "type": 1, "components": [button] });
    json!({ "flags": 32768, "components": [{ "type": 17, "components": [row] }] })
}

fn typing(choices: usize) -> Value {
    let choices: Vec<_> = (0..choices)
        .map(|n| json!({ "name": format!("{n}"), "value": format!("{n}") }))
        .collect();
    let body = json!({ "type": 8, "data": { "choices": choices } });
    post("/api/v10/interactions/5/aW50/callback", &body)
}

/// An answer of which the message is wanted back.
fn with_response(wanted: &str) -> Value {
    let mut request = typing(1);
    request["query"] = json!({ "with_response": wanted });
    request
}

fn with_file(field: &str) -> Value {
    let mut request = post(MESSAGES, &button("style", &json!(1)));
    request["content_type"] = json!("multipart/form-data; boundary=x");
    request["files"] = json!([{ "field": field }]);
    request
}

#[test]
fn what_discord_takes_passes() {
    let Some(discord) = description() else {
        return;
    };
    for right in [
        post(MESSAGES, &button("style", &json!(1))),
        with_file("files[9]"),
        typing(25),
        with_response("true"),
        get(MESSAGES, &json!({ "after": "1", "limit": "100" })),
        get("/api/v10/users/@me", &json!({})),
    ] {
        assert_eq!(discord.violations(&right), [""; 0], "{right}");
    }
}

#[test]
fn what_discord_does_not_take_is_noticed() {
    let Some(discord) = description() else {
        return;
    };
    let wrong_body = |body: Value| post(MESSAGES, &body);
    let right = button("style", &json!(1));
    for wrong in [
        wrong_body(button("style", &Value::Null)),
        wrong_body(button("style", &json!(9))),
        wrong_body(button("label", &json!("x".repeat(81)))),
        wrong_body(button("lable", &json!("a field that there is not"))),
        wrong_body(button("type", &json!(99))),
        wrong_body(json!({ "components": [{ "type": 2, "style": 1, "custom_id": "no row" }] })),
        wrong_body(json!({ "nonce": "x".repeat(26) })),
        wrong_body(json!({ "allowed_mentions": { "users": ["ada"] } })),
        typing(26),
        with_response("yes"),
        with_file("files[10]"),
        post("/api/v10/channels/12/letters", &right),
        post("/channels/12/messages", &right),
        post("/api/v10/channels/ada/messages", &right),
        get(MESSAGES, &json!({ "limit": "101" })),
        get(MESSAGES, &json!({ "since": "1" })),
        json!({ "method": "PUT", "path": MESSAGES, "content_type": "application/json", "body": right }),
        json!({ "method": "POST", "path": MESSAGES, "content_type": "text/plain", "body": right }),
        json!({ "method": "POST", "path": MESSAGES }),
    ] {
        assert_ne!(discord.violations(&wrong), [""; 0], "{wrong} passes");
    }
    let mut no_style = button("style", &Value::Null);
    let inner = no_style.pointer_mut("/components/0/components/0/components/0");
    inner.unwrap().as_object_mut().unwrap().remove("style");
    let told = discord.violations(&post(MESSAGES, &no_style));
    insta::assert_snapshot!(told.join("\n"), @r#"POST /api/v10/channels/12/messages: /components/0/components/0/components/0 "style" is a required property"#);
}
