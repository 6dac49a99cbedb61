//! In which order concepts are to be looked for.
//!
//! Must not know any text. Begin reading at [`order`].

use super::phrase::{ConceptId, Want};
use super::table::Concept;

/// The concepts, those first that others are made of.
///
/// # Errors
///
/// One that is made of itself.
pub(super) fn order(concepts: &[Concept]) -> Result<Vec<ConceptId>, ConceptId> {
    let mut order = Vec::new();
    let mut done = vec![false; concepts.len()];
    while order.len() < concepts.len() {
        let before = order.len();
        for (id, concept) in concepts.iter().enumerate() {
            let mut steps = concept.phrases.iter().flatten();
            let is_ready = steps.all(|step| is_ready(&step.want, &done));
            if !done[id] && is_ready {
                done[id] = true;
                order.push(id);
            }
        }
        if order.len() == before {
            return Err(done.iter().position(|done| !done).unwrap_or_default());
        }
    }
    Ok(order)
}

fn is_ready(want: &Want, done: &[bool]) -> bool {
    match want {
        Want::Concept(of) => done[*of],
        Want::Either(wants) => wants.iter().all(|want| is_ready(want, done)),
        Want::Word(_) | Want::Run(_) | Want::Number(..) | Want::Gap(_) | Want::End => true,
    }
}
