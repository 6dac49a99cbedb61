use super::*;

/// A way to break a pack: its name, the files, how many problems there are, and the problems (the first and
/// last of them, where there are very many) without what would be accepted.
type Way = (
    &'static str,
    Vec<(&'static str, String)>,
    usize,
    &'static [&'static str],
);

/// The files of an exercise, changed.
fn exercise(old: &str, new: &str) -> Vec<(&'static str, String)> {
    vec![("exercises/wave.toml", changed(&whole(), &[(old, new)]))]
}

fn pack(old: &str, new: &str) -> Vec<(&'static str, String)> {
    vec![("pack.toml", changed(PACK, &[(old, new)]))]
}

/// An exercise with a figure.
fn figure(pose: &str) -> Vec<(&'static str, String)> {
    let pose = format!("[pose]\nbase = \"sit-front\"\nloop = \"cycle\"\n{pose}");
    vec![("exercises/wave.toml", format!("{EXERCISE}{pose}"))]
}

const TWO: &str = "keys = [{ ms = 900, say = \"a\" }, { ms = 900, say = \"b\" }]";

fn whole() -> String {
    format!("{EXERCISE}{POSE}")
}

fn changed(text: &str, changes: &[(&str, &str)]) -> String {
    changes.iter().fold(text.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "{old} is not there to be changed");
        text.replace(old, new)
    })
}

#[expect(clippy::too_many_lines, reason = "a table")]
fn ways_with_cards() -> Vec<Way> {
    vec![
        (
            "unknown key",
            exercise("level = 1", "level = 1\ncolour = \"red\""),
            1,
            &["exercises/wave.toml: colour: is not a key here (line 9)"],
        ),
        (
            "wrong types",
            exercise("level = 1", "level = \"easy\"")
                .into_iter()
                .map(|(p, t)| {
                    (
                        p,
                        t.replace("seated = \"yes\"", "seated = true")
                            .replace(
                                "steps = [\"Lift a hand.\", \"Wave it.\"]",
                                "steps = [\"Lift a hand.\", 3, 4]",
                            )
                            .replace("ms = 500\nsay = \"Open\"", "ms = 0.5\nsay = 7\nwhy = 1"),
                    )
                })
                .collect(),
            7,
            &[
                "exercises/wave.toml: level: is the text \"easy\" (line 8)",
                "exercises/wave.toml: pose.keys[1].ms: is the number 0.5 (line 24)",
                "exercises/wave.toml: pose.keys[1].say: is the number 7 (line 25)",
                "exercises/wave.toml: pose.keys[1].why: is not a key here (line 26)",
                "exercises/wave.toml: seated: is true (line 15)",
                "exercises/wave.toml: steps[2]: is the number 3 (line 11)",
                "exercises/wave.toml: steps[3]: is the number 4 (line 11)",
            ],
        ),
        (
            "missing",
            exercise("title = \"Wave\"\n", ""),
            1,
            &["exercises/wave.toml: title: is missing"],
        ),
        (
            "empty title",
            exercise("\"Wave\"", "\"  \""),
            1,
            &["exercises/wave.toml: title: is empty"],
        ),
        (
            "long",
            exercise("\"Wave\"", &format!("\"{}\"", "x".repeat(61))),
            1,
            &["exercises/wave.toml: title: has 61 characters"],
        ),
        (
            "id twice",
            vec![
                ("exercises/wave.toml", whole()),
                ("exercises/again.toml", whole()),
            ],
            2,
            &[
                "exercises/again.toml: id: is \"wave\"",
                "exercises/wave.toml: id: \"wave\" is the id of two cards, the other in ours/exercises/again.toml",
            ],
        ),
        (
            "id",
            exercise("\"wave\"", "\"Wave It\""),
            1,
            &["exercises/wave.toml: id: \"Wave It\" is not an id"],
        ),
        (
            "dangling",
            exercise(
                "level = 1",
                "level = 1\nlinks = [\"nowhere\", \"wave\", \"heat\", \"heat\"]",
            ),
            3,
            &[
                "exercises/wave.toml: links[1]: there is no card \"nowhere\"",
                "exercises/wave.toml: links[2]: is the card itself",
                "exercises/wave.toml: links[4]: \"heat\" stands there twice",
            ],
        ),
        (
            "area",
            exercise("[\"hands\"]", "[\"hand\", \"feet\", \"feet\"]"),
            2,
            &[
                "exercises/wave.toml: areas[1]: \"hand\" is not known",
                "exercises/wave.toml: areas[3]: \"feet\" stands there twice",
            ],
        ),
        (
            "caution",
            exercise("level = 1", "level = 1\ncautions = [\"C-NONE\", \"neck\"]"),
            2,
            &[
                "exercises/wave.toml: cautions[1]: there is no caution \"C-NONE\"",
                "exercises/wave.toml: cautions[2]: there is no caution \"neck\"",
            ],
        ),
        (
            "seconds 0",
            exercise("seconds = 20", "seconds = 0"),
            1,
            &["exercises/wave.toml: seconds: 0 is out of range"],
        ),
        (
            "seconds 10000",
            exercise("seconds = 20", "seconds = 10000"),
            1,
            &["exercises/wave.toml: seconds: 10000 is out of range"],
        ),
        (
            "seconds float",
            exercise("seconds = 20", "seconds = 20.5"),
            1,
            &["exercises/wave.toml: seconds: is the number 20.5 (line 9)"],
        ),
        (
            "huge",
            exercise("seconds = 20", "seconds = 99999999999999999999"),
            1,
            &["exercises/wave.toml: seconds: is the number 99999999999999999999 (line 9)"],
        ),
        (
            "adapt",
            exercise("seated = \"yes\"", "seated = \"adapted\""),
            1,
            &["exercises/wave.toml: adapt: is missing"],
        ),
        (
            "keywords",
            exercise(
                "level = 1",
                "level = 1\nkeywords = [\"\", 3]\nasked = [\"\"]\nor_equipment = [\"desk\"]",
            ),
            4,
            &[
                "exercises/wave.toml: asked[1]: is empty",
                "exercises/wave.toml: keywords[1]: is empty",
                "exercises/wave.toml: keywords[2]: is the number 3 (line 9)",
                "exercises/wave.toml: or_equipment: has nothing to stand in for",
            ],
        ),
    ]
}

fn ways_with_files() -> Vec<Way> {
    vec![
        ("toml", exercise("level = 1", "level = "), 1, &["exercises/wave.toml: line 8: string values must be quoted"]),
        ("toml twice", exercise("level = 1", "level = 1\nlevel = 2"), 1, &["exercises/wave.toml: line 9: duplicate key"]),
        ("toml open", exercise("\"Wave\"", "\"Wave"), 1, &["exercises/wave.toml: line 3: invalid basic string"]),
        ("toml dangling", vec![("tips/a.toml", "family = \"A\"\n[[tip]]\nid = \"our-tip\"\ntitle = [".to_owned()), ("exercises/wave.toml", exercise("level = 1", "level = 1\nlinks = [\"our-tip\"]")[0].1.clone())], 1, &["tips/a.toml: line 4: unclosed array"]),
        ("no tips", vec![("tips/a.toml", "family = \"A\"".to_owned()), ("prompts/a.toml", String::new())], 2, &["prompts/a.toml: prompt: is missing", "tips/a.toml: tip: is missing"]),
        ("folder", vec![("exercises/wave.toml", whole()), ("recipes/soup.toml", String::new()), ("soup.toml", String::new())], 2, &["recipes/soup.toml: is in a folder that no pack has", "soup.toml: is a file that no pack has"]),
        ("wrong folder", vec![("causes/wave.toml", whole())], 16, &["causes/wave.toml: alt: is not a key here (line 17)", "causes/wave.toml: discreet: is not a key here (line 14)", "causes/wave.toml: dose: is not a key here (line 10)", "causes/wave.toml: stop_if: is not a key here (line 13)", "causes/wave.toml: what: is missing"]),
        ("version missing", pack("format = 1\n", ""), 1, &["pack.toml: format: is missing"]),
        ("version newer", pack("format = 1", "format = 2"), 1, &["pack.toml: format: 2 is newer than what this version of Unhunch reads"]),
        ("version older", pack("format = 1", "format = 0"), 1, &["pack.toml: format: 0 is not a format of packs"]),
        ("version text", pack("format = 1", "format = \"1\""), 1, &["pack.toml: format: is the text \"1\" (line 2)"]),
        ("date", pack("2026-11-22", "22.11.2026"), 1, &["pack.toml: reviewed: is not a date"]),
        ("date bare", pack("\"2026-11-22\"", "2026-11-22"), 1, &["pack.toml: reviewed: is a date without quotes (line 8)"]),
        ("url", vec![("sources.toml", "[source.a]\ntitle = \"A\"\nurl = \"example.org\"\n[source.b]\ntitle = \"B\"\nurl = \"https://a b\"\n[source.c]\nurl = \"ftp://x.y\"\ntier = \"D\"\nalso = [\"javascript:1\"]".to_owned())], 6, &["sources.toml: source.a.url: is not an address that can be followed", "sources.toml: source.b.url: is not an address that can be followed", "sources.toml: source.c.also[1]: is not an address that can be followed", "sources.toml: source.c.tier: \"D\" is not known", "sources.toml: source.c.title: is missing", "sources.toml: source.c.url: is not an address that can be followed"]),
        ("caution code", vec![("cautions.toml", "[caution]\nneck = \"x\"\nC-X = \"\"\n[basis]\nC-Y = [\"nobody\"]".to_owned())], 4, &["cautions.toml: basis.C-Y: there is no caution of that code", "cautions.toml: basis.C-Y[1]: there is no source \"nobody\"", "cautions.toml: caution.C-X: is empty", "cautions.toml: caution.neck: is not a code"]),
    ]
}

fn ways_with_amounts_and_poses() -> Vec<Way> {
    vec![
        ("amount", exercise("[pose]", "[[amount]]\ntimes = 0\nhold = 10000\nrest = [5, 2]\nrounds = \"two\"\n[[amount]]\nrest = [1]\nper_side = true\n[pose]"), 6, &["exercises/wave.toml: amount[1].hold: 10000 is out of range", "exercises/wave.toml: amount[1].rest: [5, 2] is out of range or upside down", "exercises/wave.toml: amount[1].rounds: is the text \"two\" (line 23)", "exercises/wave.toml: amount[1].times: 0 is out of range", "exercises/wave.toml: amount[2].rest: is a list of 1 (line 25)", "exercises/wave.toml: amount[2].times: is missing"]),
        ("angle", exercise("wri = [14, 50]", "wri = [14, 150]").into_iter().map(|(p, t)| (p, t.replace("mcp = [46, 48]", "mcp = [nan, -1]").replace("thb = [44, 28]", "thb = [44]").replace("tip = [88, 48]", "tip = [88, \"x\"]"))).collect(), 6, &["exercises/wave.toml: pose.keys[1].mcp: [NaN, -1] is off the canvas", "exercises/wave.toml: pose.keys[1].thb: is a list of 1 (line 31)", "exercises/wave.toml: pose.keys[1].tip[2]: is the text \"x\" (line 30)", "exercises/wave.toml: pose.keys[1].wri: [14, 150] is off the canvas", "exercises/wave.toml: pose.keys[2].mcp: [NaN, -1] is off the canvas", "exercises/wave.toml: pose.keys[2].wri: [14, 150] is off the canvas"]),
        ("no skeleton", exercise("base = \"hand\"", "base = \"hover\""), 1, &["exercises/wave.toml: pose.base: there is no base \"hover\""]),
        ("no base", exercise("base = \"hand\"\n", ""), 1, &["exercises/wave.toml: pose.base: is missing"]),
        ("base joint", vec![("skeletons.toml", "[base.mine]\nview = \"top\"\nhead = [50, 500]\n[prop.sofa]\nlines = [[[1, 2]]]\n[prop.bed]\nrect = [[1, 2], [3, 4]]\nsoft = true\n[prop.none]".to_owned())], 25, &["skeletons.toml: base.mine.head: [50, 500] is off the canvas", "skeletons.toml: base.mine.lElb: is missing", "skeletons.toml: base.mine.lFin: is missing", "skeletons.toml: prop.none: has neither or both", "skeletons.toml: prop.sofa.lines: is a line of 1"]),
        ("foreign", figure("keys = [{ ms = 900, say = \"a\", lid = 1, wri = [1, 2], gaze = [1, 2] }, { ms = 900, say = \"b\", breath_r = 99, ball = [1, 2] }]"), 6, &["exercises/wave.toml: pose.keys[1].gaze: belongs to nothing in the picture", "exercises/wave.toml: pose.keys[1].lid: does not belong to this base", "exercises/wave.toml: pose.keys[1].wri: does not belong to this base", "exercises/wave.toml: pose.keys[2].ball: belongs to nothing in the picture", "exercises/wave.toml: pose.keys[2].breath_r: belongs to nothing in the picture", "exercises/wave.toml: pose.keys[2].breath_r: is out of range"]),
        ("props", figure(&format!("{TWO}\nprops = [{{ line = [[1, 2]], r = 3 }}, {{ roller = [1, 2], r = 99 }}, {{ ball = [1, 2], r = 1 }}, {{ gaze = \"rHan\" }}, {{ breath = [1, 2] }}, {{}}, {{ use = \"mat\", line = [[1, 2], [3, 4]] }}]")), 11, &["exercises/wave.toml: pose.keys[1].breath_r: is missing", "exercises/wave.toml: pose.keys[1].gaze: is missing", "exercises/wave.toml: pose.keys[2].breath_r: is missing", "exercises/wave.toml: pose.keys[2].gaze: is missing", "exercises/wave.toml: pose.props: has two round things", "exercises/wave.toml: pose.props[1].line: is a line of 1", "exercises/wave.toml: pose.props[1].r: belongs to nothing round", "exercises/wave.toml: pose.props[2].r: is missing or out of range", "exercises/wave.toml: pose.props[4].gaze: does not begin at the nose", "exercises/wave.toml: pose.props[6]: names no thing", "exercises/wave.toml: pose.props[7]: names 2 things"]),
        ("marks", figure("keys = [{ ms = 900, say = \"a\", arrows = [[[1, 2]], [[1, 2], [3, 104]]] }, { ms = 900, say = \"b\", press = [[1, 2], [1, 2], [1, 2], [1, 2], [1, -2]] }]\nprops = [{ breath = [1, 2], counts = 10 }, { line = [[1, 2], [3, 4]], counts = 2 }]"), 7, &["exercises/wave.toml: pose.keys[1].arrows: [3, 104] is off the canvas", "exercises/wave.toml: pose.keys[1].arrows: is a line of 1", "exercises/wave.toml: pose.keys[1].breath_r: is missing", "exercises/wave.toml: pose.keys[2].breath_r: is missing", "exercises/wave.toml: pose.keys[2].press: is a list of 5", "exercises/wave.toml: pose.props[1].counts: 10 is out of range", "exercises/wave.toml: pose.props[2].counts: belongs to no breath"]),
        ("layers", figure("keys = [{ ms = 900, say = \"a\", front = [\"lArm\", \"lArm\"], grip = [\"nose\"] }, { ms = 900, say = \"b\", front = [\"rLeg\"], back = [\"lArm\", \"rLeg\"], grip = [\"lHan\"] }, { ms = 900, say = \"c\", back = [\"wing\"] }]"), 4, &["exercises/wave.toml: pose.keys[1].front: lArm is there twice", "exercises/wave.toml: pose.keys[1].grip: \"nose\" is not known", "exercises/wave.toml: pose.keys[2].back: rLeg is in front, too", "exercises/wave.toml: pose.keys[3].back: \"wing\" is not known"]),
        ("layers of a hand", exercise("wri = [14, 50]", "grip = [\"lHan\"]\nwri = [14, 50]"), 2, &["exercises/wave.toml: pose.keys[1].grip: does not belong to this base", "exercises/wave.toml: pose.keys[2].grip: does not belong to this base"]),
        ("sides", exercise("loop = \"pingpong\"", "loop = \"bounce\"\nsides = 3"), 2, &["exercises/wave.toml: pose.loop: \"bounce\" is not known", "exercises/wave.toml: pose.sides: 3 is not known"]),
        ("urgency", vec![("help/x.toml", "id = \"x\"\ntitle = \"X\"\nsummary = \"X.\"\nareas = [\"neck\"]\nurgency = \"asap\"\nbody = \"B\"\naction = \"A\"".to_owned())], 1, &["help/x.toml: urgency: \"asap\" is not known"]),
        ("routine", vec![("routines/x.toml", "id = \"x\"\ntitle = \"X\"\nsummary = \"X.\"\nareas = [\"neck\"]\n[[step]]\nexercise = \"heat\"\nseconds = 0\n[[step]]\ndose = \"\"".to_owned())], 4, &["routines/x.toml: step[1].exercise: \"heat\" is a card of kind tip", "routines/x.toml: step[1].seconds: 0 is out of range", "routines/x.toml: step[2].dose: is empty", "routines/x.toml: step[2].exercise: is missing"]),
    ]
}

#[test]
fn every_problem_of_a_pack_is_told_with_file_and_key_in_any_way_of_breaking_it() {
    let ways = [
        ways_with_cards(),
        ways_with_files(),
        ways_with_amounts_and_poses(),
    ]
    .concat();
    assert!(ways.len() > 40, "{}", ways.len());
    for (name, mut files, n_problems, expected) in ways {
        if !files.iter().any(|(path, _)| *path == "pack.toml") {
            files.push(("pack.toml", PACK.to_owned()));
        }
        let files: Vec<_> = files
            .iter()
            .map(|(path, text)| (*path, text.as_str()))
            .collect();
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), &files);
        let Err(error) = load(&[dir.path().to_owned()]) else {
            panic!("{name}: nobody noticed");
        };
        assert_eq!(error.problems.len(), n_problems, "{name}: {error}");
        let root = format!("{}/", dir.path().display());
        let told: Vec<_> = error
            .problems
            .iter()
            .map(|problem| told(problem, &root))
            .collect();
        for line in expected {
            assert!(
                told.iter().any(|told| told == line),
                "{name}: {line}\n{error}"
            );
        }
    }
}

/// A problem as the tables above have it; what would be accepted is always said.
fn told(problem: &Problem, root: &str) -> String {
    let Problem {
        file,
        key,
        wrong,
        accepted,
    } = problem;
    assert!(!accepted.is_empty(), "{problem}");
    let file = file.trim_start_matches(root);
    let line = if key.is_empty() {
        format!("{file}: {wrong}")
    } else {
        format!("{file}: {key}: {wrong}")
    };
    line.replace(root, "ours/")
}

#[test]
fn what_is_no_text_and_no_pack_is_told_and_never_waited_for() {
    let dir = tempfile::tempdir().unwrap();
    write(
        dir.path(),
        &[
            ("pack.toml", PACK),
            ("exercises/wave.toml", &whole()),
            ("tips/.hidden.toml", "x"),
        ],
    );
    let path = |name: &str| dir.path().join(name);
    fs::write(path("exercises/latin.toml"), b"id = \"caf\xe9\"").unwrap();
    fs::write(path("exercises/huge.toml"), " ".repeat(1_000_001)).unwrap();
    fs::write(path("exercises/LOUD.TOML"), "id = 3").unwrap();
    fs::create_dir(path("tips/folder.toml")).unwrap();
    let nowhere = path("nowhere");
    let not_a_folder = path("pack.toml");
    let error = load(&[dir.path().to_owned(), nowhere, not_a_folder]).unwrap_err();
    let root = format!("{}/", dir.path().display());
    let told: Vec<_> = error
        .problems
        .iter()
        .map(|problem| told(problem, &root))
        .collect();
    for expected in [
        "exercises/latin.toml: is not written in UTF-8",
        "exercises/huge.toml: is not a plain file, or has more than a megabyte",
        "exercises/LOUD.TOML: id: is the number 3 (line 1)",
        "nowhere: cannot be read (No such file or directory (os error 2))",
        "pack.toml: cannot be read (Not a directory (os error 20))",
    ] {
        assert!(
            told.iter().any(|told| told == expected),
            "{expected}\n{error}"
        );
    }
    assert!(!told.iter().any(|told| told.contains("hidden")), "{error}");
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_round_in_circles_is_told_and_a_good_one_is_followed() {
    use std::os::unix::fs::symlink;

    let real = tempfile::tempdir().unwrap();
    write(real.path(), &[("wave.toml", &whole())]);
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), &[("pack.toml", PACK)]);
    symlink(real.path(), dir.path().join("exercises")).unwrap();
    let load = || load(&[dir.path().to_owned()]);
    let library = load().unwrap_or_else(|error| panic!("{error}"));
    assert!(library.exercise(&"wave".parse().unwrap()).is_some());

    fs::create_dir(dir.path().join("tips")).unwrap();
    symlink(dir.path(), dir.path().join("tips/round")).unwrap();
    symlink(dir.path(), dir.path().join("tips/again")).unwrap();
    symlink("nothing", dir.path().join("tips/lost.toml")).unwrap();
    let error = load().unwrap_err();
    let root = format!("{}/", dir.path().display());
    let told: Vec<_> = error
        .problems
        .iter()
        .map(|problem| told(problem, &root))
        .collect();
    assert_eq!(
        told,
        [
            "tips/again: is a link to a folder that it is in",
            "tips/lost.toml: cannot be read (No such file or directory (os error 2))",
            "tips/round: is a link to a folder that it is in",
        ]
    );
}
