//! Migrations, cards and words are built into the program: a new file among them must rebuild it.

fn main() {
    println!("cargo::rerun-if-changed=migrations");
    println!("cargo::rerun-if-changed=content");
}
