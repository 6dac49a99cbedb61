//! Discord's REST API: every request goes through faults, token, rate limits, its route, and back.
//!
//! Begin reading at [`handle`]; the routes are in [`route`], what they do in `applications`,
//! `guilds`, `channels` and `interactions`.

pub mod body;
pub mod buckets;
pub mod refusal;
pub mod route;

mod answer;
mod applications;
mod channels;
mod fault;
mod guilds;
mod interactions;
mod record;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Method, Request, StatusCode, header, request::Parts};
use axum::response::Response;
use jiff::Timestamp;
use serde_json::Value;

use super::lab::{BOT_TOKEN, Lab};
use super::serve::Connection;
use super::world::{World, messages::Upload};
use answer::Answer;
use body::Payload;
use buckets::{Standing, Verdict};
use refusal::Refusal;
use route::Route;

/// The most bytes in a request.
const MOST_BODY: usize = 110 * 1024 * 1024;

/// A request that reached its route.
#[derive(Debug)]
struct Call<'a> {
    method: &'a Method,
    query: &'a BTreeMap<String, String>,
    body: &'a Value,
    uploads: &'a [Upload],
    now: Timestamp,
    /// `127.0.0.1:PORT`, for the gateway's address.
    authority: &'a str,
}

impl Call<'_> {
    /// A switch in the query, off if it is not there.
    fn flag(&self, key: &str) -> Result<bool, Refusal> {
        match self.query.get(key).map(String::as_str) {
            Some("true" | "True" | "1") => Ok(true),
            None | Some("false" | "False" | "0" | "") => Ok(false),
            Some(_) => Err(Refusal::field(
                key,
                "BOOLEAN_TYPE_CONVERT",
                "Must be either true or false.",
            )),
        }
    }
}

/// What a request came to.
type Outcome = Result<Answer, Refusal>;

/// A request that was read.
struct Incoming {
    parts: Parts,
    query: BTreeMap<String, String>,
    payload: Result<Payload, Refusal>,
    route: Result<Route, Refusal>,
}

/// Serves one request.
pub async fn handle(
    State(lab): State<Arc<Lab>>,
    Extension(connection): Extension<Connection>,
    request: Request<Body>,
) -> Response {
    let at = lab.now();
    let incoming = read(request).await;
    let seq = lab.journal().note(record::entry(&incoming, at));
    let faults = lab.faults().meet(&fault::met(&lab, &incoming));
    if !faults.is_empty() {
        // The page shows how often they happen yet.
        lab.changed("faults", None);
    }
    fault::wait_before(&faults).await;
    if fault::drops_before(&faults) {
        connection.break_off().await;
    }
    let (result, standing) = match fault::before(&faults) {
        Some(answer) => (answer, None),
        None => run(&lab, &incoming),
    };
    fault::wait_after(&faults).await;
    if fault::drops_after(&faults) {
        connection.break_off().await;
    }
    let result = fault::after(&faults).unwrap_or(result);
    if result.counts_as_invalid() {
        lab.buckets().note_invalid(lab.hub.pace());
    }
    lab.journal()
        .answered(seq, result.status.as_u16(), result.code());
    let response = result.into_response(&lab, standing.as_ref());
    if fault::truncates(&faults) {
        return answer::truncated(response).await;
    }
    response
}

async fn read(request: Request<Body>) -> Incoming {
    let (parts, body) = request.into_parts();
    let route = Route::parse(parts.uri.path()).and_then(|route| {
        let takes = route.takes(&parts.method);
        takes.then_some(route).ok_or_else(Refusal::wrong_method)
    });
    let content_type = parts.headers.get(header::CONTENT_TYPE);
    let content_type = content_type.and_then(|value| value.to_str().ok());
    let payload = match axum::body::to_bytes(body, MOST_BODY).await {
        Ok(bytes) => body::read(content_type, bytes).await,
        Err(_) => Err(Refusal::too_large()),
    };
    let query = axum::extract::Query::<BTreeMap<String, String>>::try_from_uri(&parts.uri);
    Incoming {
        query: query.map(|query| query.0).unwrap_or_default(),
        payload,
        route,
        parts,
    }
}

/// Token, rate limits, route.
fn run(lab: &Lab, incoming: &Incoming) -> (Answer, Option<Standing>) {
    let route = match &incoming.route {
        Ok(route) => route,
        Err(refusal) => return (refusal.clone().into(), None),
    };
    if route.needs_token() && !is_authorized(&incoming.parts) {
        return (Refusal::unauthorized().into(), None);
    }
    let bucket = route.bucket(&incoming.parts.method);
    let counts = !route.is_of_interaction();
    let standing = match lab.buckets().take(&bucket, counts, lab.hub.pace()) {
        Verdict::Go(standing) => standing,
        Verdict::Wait {
            scope,
            retry_after,
            standing,
        } => {
            return (Answer::limited(scope, retry_after.as_secs_f64()), standing);
        }
    };
    let outcome = incoming.payload.clone().and_then(|payload| {
        lab.change(|world, now| {
            let call = Call {
                method: &incoming.parts.method,
                query: &incoming.query,
                body: &payload.json,
                uploads: &payload.uploads,
                now,
                authority: lab.url.trim_start_matches("http://"),
            };
            dispatch(world, route, &call)
        })
    });
    (outcome.unwrap_or_else(Answer::from), Some(standing))
}

fn is_authorized(parts: &Parts) -> bool {
    let value = parts.headers.get(header::AUTHORIZATION);
    let value = value.and_then(|value| value.to_str().ok());
    value.and_then(|value| value.strip_prefix("Bot ")) == Some(BOT_TOKEN)
}

fn dispatch(world: &mut World, route: &Route, call: &Call<'_>) -> Outcome {
    match route {
        Route::Gateway { bot } => Ok(guilds::gateway(*bot, call)),
        Route::OwnUser => Ok(guilds::own_user(world)),
        Route::User(id) => guilds::user(world, *id),
        Route::OwnGuilds => Ok(guilds::own_guilds(world)),
        Route::OpenDirect => guilds::open_direct(world, call),
        Route::Application => Ok(applications::own(world)),
        Route::Commands { application, guild } => {
            applications::commands(world, *application, *guild, call)
        }
        Route::Command {
            application,
            guild,
            id,
        } => applications::command(world, *application, *guild, *id, call),
        Route::Guild(_) | Route::GuildChannels(_) | Route::GuildRoles(_) | Route::Member(..) => {
            guilds::guild(world, route)
        }
        Route::Channel(id) => channels::get(world, *id),
        Route::Typing(id) => channels::typing(world, *id),
        Route::Messages(id) if call.method == Method::GET => channels::list(world, *id, call),
        Route::Messages(id) => channels::post(world, *id, call),
        Route::Message(channel, id) => channels::message(world, *channel, *id, call),
        Route::Callback(id, token) => interactions::callback(world, *id, token, call),
        Route::Webhook(application, token) => {
            interactions::follow_up(world, *application, token, call)
        }
        Route::WebhookMessage(application, token, message) => {
            interactions::message(world, *application, token, *message, call)
        }
    }
}

/// `200 OK` with this body.
fn ok(body: Value) -> Answer {
    Answer::json(StatusCode::OK, body)
}
