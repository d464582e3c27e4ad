//! One file: whole and as the server has it, or an error and nothing that could be taken for it.

use std::time::Duration;

use agglo_data::fetch::{Fetched, Manners, Version, Wanted};
use agglo_data::starter::digest;

use crate::server::{Asked, Reply, Server, cut, file, reply};
use crate::{Desk, body, got};

const ETAG: &str = "\"one\"";

#[test]
fn a_file_comes_whole_with_its_version_and_digest() {
    let whole = body();
    let server = Server::start(move |asked, _| file(asked, ETAG, &body()));
    let desk = Desk::new();
    let got = got(desk.fetch(&server.url("/a/34001.csv")).unwrap());
    assert_eq!(std::fs::read(&got.path).unwrap(), whole);
    assert_eq!((got.sha256, got.bytes), (digest(&whole), whole.len() as u64));
    assert_eq!(got.version.etag.as_deref(), Some(ETAG));
    assert_eq!(got.path.file_name().unwrap(), "34001.csv");
    assert!(desk.waits().is_empty());
    let agent = server.asked()[0].header("user-agent").unwrap().to_owned();
    assert!(agent.starts_with("agglo/"), "{agent}");
}

#[test]
fn a_version_that_is_known_is_not_sent_again() {
    let server = Server::start(|asked, _| file(asked, ETAG, &body()));
    let known = Version { etag: Some(ETAG.to_owned()), modified: None };
    let desk = Desk::new();
    assert_eq!(desk.fetch_known(&server.url("/a"), Some(&known)).unwrap(), Fetched::Same);
    let old = Version { etag: Some("\"nought\"".to_owned()), modified: None };
    assert!(matches!(desk.fetch_known(&server.url("/a"), Some(&old)).unwrap(), Fetched::File(_)));
}

#[test]
fn a_server_that_fails_twice_is_asked_a_third_time_after_growing_waits() {
    let server = Server::start(|asked, before| match before {
        0 | 1 => reply(500, &[], b"oops"),
        _ => file(asked, ETAG, &body()),
    });
    let desk = Desk::new();
    assert_eq!(got(desk.fetch(&server.url("/a")).unwrap()).bytes, body().len() as u64);
    let waits = desk.waits();
    assert_eq!(waits.len(), 2);
    assert!(waits[0] >= Duration::from_millis(500) && waits[0] <= Duration::from_secs(1));
    assert!(waits[1] >= Duration::from_secs(1) && waits[1] <= Duration::from_secs(2));
}

#[test]
fn attempts_are_bounded_and_what_is_said_names_the_cause() {
    let server = Server::start(|_, _| reply(503, &[], b""));
    let desk = Desk::new();
    let error = desk.fetch(&server.url("/a")).unwrap_err();
    assert_eq!((error.code(), server.asked().len()), ("E0430", 5));
    assert!(error.what().contains("503") && error.what().contains("5 attempts"), "{error}");
    assert_eq!(desk.kept(), 0);
}

#[test]
fn a_server_that_asks_for_time_is_given_it_and_one_that_asks_for_too_much_is_left_alone() {
    let server = Server::start(|asked, before| match before {
        0 => reply(429, &[("retry-after", "7")], b""),
        _ => file(asked, ETAG, &body()),
    });
    let desk = Desk::new();
    assert!(desk.fetch(&server.url("/a")).is_ok());
    assert_eq!(desk.waits(), [Duration::from_secs(7)]);
    let server = Server::start(|_, _| reply(503, &[("retry-after", "86400")], b""));
    let desk = Desk::new();
    let error = desk.fetch(&server.url("/a")).unwrap_err();
    assert!(error.what().contains("86400 s") && desk.waits().is_empty(), "{error}");
    assert_eq!(server.asked().len(), 1);
}

#[test]
fn a_slow_server_is_given_up_and_asked_again() {
    let server = Server::start(|asked, before| {
        let after = if before == 0 { Duration::from_millis(900) } else { Duration::ZERO };
        Reply { after, ..file(asked, ETAG, &body()) }
    });
    let desk = Desk::new();
    assert!(matches!(desk.fetch(&server.url("/a")).unwrap(), Fetched::File(_)));
    assert!((1..5).contains(&desk.waits().len()), "{:?}", desk.waits());
}

#[test]
fn a_transfer_that_breaks_off_goes_on_where_it_was() {
    let whole = body();
    let server = Server::start(|asked, before| {
        let full = file(asked, ETAG, &body());
        if before < 2 { cut(&full, 20_000) } else { full }
    });
    let desk = Desk::new();
    let got = got(desk.fetch(&server.url("/a")).unwrap());
    assert_eq!(std::fs::read(&got.path).unwrap(), whole);
    let from: Vec<Option<usize>> = server.asked().iter().map(Asked::from).collect();
    assert_eq!(from, [None, Some(20_000), Some(40_000)]);
}

#[test]
fn a_later_fetch_goes_on_from_what_an_earlier_one_left() {
    let server = Server::start(|asked, before| {
        if before < 1 { cut(&file(asked, ETAG, &body()), 30_000) } else { reply(500, &[], b"") }
    });
    let desk = Desk::new();
    let url = server.url("/a");
    let error = desk.fetch(&url).unwrap_err();
    assert!(error.advice().unwrap().contains("30000 bytes are kept"), "{error}");
    assert_eq!(desk.kept(), 30_000);
    let port = url.clone();
    drop(server);
    // Another server under another port is another address: nothing of this one is used there.
    let other = Server::start(|asked, _| file(asked, ETAG, &body()));
    assert_ne!(other.url("/a"), port);
    desk.fetch(&other.url("/a")).unwrap();
    assert_eq!(other.asked()[0].from(), None);
}

#[test]
fn a_file_that_changes_midway_is_begun_again_and_never_spliced() {
    let new: Vec<u8> = body().iter().map(u8::to_ascii_uppercase).collect();
    let changed = new.clone();
    let server = Server::start(move |asked, before| match before {
        0 => cut(&file(asked, ETAG, &body()), 20_000),
        _ => file(asked, "\"two\"", &changed),
    });
    let desk = Desk::new();
    let got = got(desk.fetch(&server.url("/a")).unwrap());
    assert_eq!(std::fs::read(&got.path).unwrap(), new);
    assert_eq!(got.version.etag.as_deref(), Some("\"two\""));
}

#[test]
fn a_piece_of_another_version_is_thrown_away_though_the_server_calls_it_a_piece() {
    let new: Vec<u8> = body().iter().map(u8::to_ascii_uppercase).collect();
    let changed = new.clone();
    let server = Server::start(move |asked, before| match (before, asked.from()) {
        (0, _) => cut(&file(asked, ETAG, &body()), 20_000),
        (_, Some(from)) => {
            let range = format!("bytes {from}-{}/{}", changed.len() - 1, changed.len());
            let headers = [("etag", "\"two\""), ("content-range", range.as_str())];
            reply(206, &headers, &changed[from..])
        }
        _ => file(asked, "\"two\"", &changed),
    });
    let desk = Desk::new();
    let got = got(desk.fetch(&server.url("/a")).unwrap());
    assert_eq!(std::fs::read(&got.path).unwrap(), new);
    assert!(got.notes.iter().any(|note| note.contains("changed while")), "{:?}", got.notes);
}

#[test]
fn a_file_without_a_version_is_begun_again_after_a_break() {
    let server = Server::start(|asked, before| {
        assert_eq!(asked.from(), None);
        let full = reply(200, &[], &body());
        if before == 0 { cut(&full, 20_000) } else { full }
    });
    let desk = Desk::new();
    let got = got(desk.fetch(&server.url("/a")).unwrap());
    assert_eq!(std::fs::read(&got.path).unwrap(), body());
}

#[test]
fn a_digest_that_differs_is_refused_and_one_that_fits_is_noted() {
    let server = Server::start(|_, _| {
        let wrong = "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:";
        reply(200, &[("repr-digest", wrong), ("etag", ETAG)], &body())
    });
    let desk = Desk::new();
    let error = desk.fetch(&server.url("/a")).unwrap_err();
    assert_eq!((error.code(), desk.kept(), server.asked().len()), ("E0431", 0, 3), "{error}");
    let good = Server::start(|asked, _| file(asked, ETAG, &body()));
    let (url, sha256) = (good.url("/a"), digest(&body()));
    let wanted = Wanted { url: &url, known: None, sha256: Some(&sha256), accept: None };
    let fetched = desk.client(Desk::manners()).fetch(&wanted, &desk.shelf()).unwrap();
    assert!(got(fetched).is_checked);
}

#[test]
fn what_is_not_there_is_said_and_what_is_denied_is_an_error() {
    let server = Server::start(|asked, _| {
        reply(if asked.path == "/gone" { 404 } else { 403 }, &[], b"<html>no</html>")
    });
    let desk = Desk::new();
    assert_eq!(desk.fetch(&server.url("/gone")).unwrap(), Fetched::Absent(404));
    let error = desk.fetch(&server.url("/denied")).unwrap_err();
    assert!(error.code() == "E0431" && error.what().contains("403"), "{error}");
    assert_eq!((server.asked().len(), desk.kept()), (2, 0));
}

#[test]
fn redirects_are_followed_within_their_scheme_and_not_in_circles() {
    let server = Server::start(|asked, _| match asked.path.as_str() {
        "/old" => reply(301, &[("location", "/new.csv")], b""),
        "/round" => reply(302, &[("location", "/round")], b""),
        "/out" => reply(302, &[("location", "https://127.0.0.1:1/x")], b""),
        "/disk" => reply(302, &[("location", "file:///etc/passwd")], b""),
        _ => file(asked, ETAG, &body()),
    });
    let desk = Desk::new();
    assert!(matches!(desk.fetch(&server.url("/old")).unwrap(), Fetched::File(_)));
    for path in ["/round", "/out", "/disk"] {
        let error = desk.fetch(&server.url(path)).unwrap_err();
        assert_eq!(error.code(), "E0431", "{path}: {error}");
    }
    assert!(server.asked().len() < 12);
}

#[test]
fn a_body_without_end_or_beyond_the_limit_is_refused_and_nothing_of_it_stays() {
    let endless = |headers: &'static [(&'static str, &'static str)]| {
        Server::start(move |_, _| Reply { is_endless: true, ..reply(200, headers, b"") })
    };
    let desk = Desk::new();
    // It says it is chunked and one chunk is longer than anything.
    let server = Server::start(|_, _| Reply {
        is_endless: true,
        ..reply(200, &[("transfer-encoding", "chunked")], b"fffffff\r\n")
    });
    let error = desk.fetch(&server.url("/a")).unwrap_err();
    assert!(error.code() == "E0431" && error.what().contains("limit"), "{error}");
    let server = endless(&[("content-length", "99999999999")]);
    let error = desk.fetch(&server.url("/a")).unwrap_err();
    assert!(error.what().contains("larger than 4194304 bytes"), "{error}");
    assert_eq!(desk.kept(), 0);
}

#[test]
fn a_body_that_does_not_say_where_it_ends_is_not_taken_for_whole() {
    let server = Server::start(|_, _| {
        let text = "HTTP/1.1 200 Said\r\nconnection: close\r\n\r\nregion,jobs\n12045,88\n";
        Reply { bytes: text.as_bytes().to_vec(), after: Duration::ZERO, is_endless: false }
    });
    let error = Desk::new().fetch(&server.url("/a")).unwrap_err();
    assert!(error.code() == "E0431" && error.what().contains("how long"), "{error}");
}

#[test]
fn a_packed_body_is_not_taken_for_the_file() {
    let server = Server::start(|_, _| reply(200, &[("content-encoding", "gzip")], &body()));
    let error = Desk::new().fetch(&server.url("/a")).unwrap_err();
    assert!(error.what().contains("gzip"), "{error}");
}

#[test]
fn nobody_at_the_address_is_an_error_after_bounded_attempts() {
    let gone = Server::start(|_, _| reply(200, &[], b"")).url("/a");
    let desk = Desk::new();
    let manners = Manners { attempts: 3, ..Desk::manners() };
    let wanted = Wanted { url: &gone, known: None, sha256: None, accept: None };
    let error = desk.client(manners).fetch(&wanted, &desk.shelf()).unwrap_err();
    assert_eq!((error.code(), desk.waits().len()), ("E0430", 2), "{error}");
}
