//! A server on this machine that answers as it is told, well or badly.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

/// Connections that a server takes at most.
const MOST: usize = 400;

/// What was asked.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) headers: BTreeMap<String, String>,
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// The first byte of the piece that was asked for.
    pub(crate) fn from(&self) -> Option<usize> {
        self.header("range")?.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok()
    }
}

/// What is answered: bytes as they go over the wire, perhaps after a while.
pub(crate) struct Reply {
    pub(crate) bytes: Vec<u8>,
    pub(crate) after: Duration,
    /// Whether the last bytes come again and again.
    pub(crate) is_endless: bool,
}

/// An answer of a status with some headers; the length is that of the body unless a header says another.
pub(crate) fn reply(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Reply {
    let mut lines = vec![format!("HTTP/1.1 {status} Said"), "connection: close".to_owned()];
    let said = |name: &str| headers.iter().any(|(own, _)| *own == name);
    if !said("content-length") && !said("transfer-encoding") && status != 304 {
        lines.push(format!("content-length: {}", body.len()));
    }
    lines.extend(headers.iter().map(|(name, value)| format!("{name}: {value}")));
    let text = lines.join("\r\n") + "\r\n\r\n";
    let bytes = [text.as_bytes(), body].concat();
    Reply { bytes, after: Duration::ZERO, is_endless: false }
}

/// A file that is served as the standard has it: whole, in pieces, or not where the version is known.
pub(crate) fn file(asked: &Asked, etag: &str, body: &[u8]) -> Reply {
    if asked.header("if-none-match") == Some(etag) {
        return reply(304, &[("etag", etag)], b"");
    }
    match asked.from() {
        Some(from) if asked.header("if-range") == Some(etag) && from < body.len() => {
            let range = format!("bytes {from}-{}/{}", body.len() - 1, body.len());
            reply(206, &[("etag", etag), ("content-range", &range)], &body[from..])
        }
        _ => reply(200, &[("etag", etag)], body),
    }
}

/// The beginning of an answer that says it is whole.
pub(crate) fn cut(full: &Reply, bytes: usize) -> Reply {
    let head = full.bytes.windows(4).position(|part| part == b"\r\n\r\n").unwrap() + 4;
    let bytes = full.bytes[..(head + bytes).min(full.bytes.len())].to_vec();
    Reply { bytes, after: full.after, is_endless: full.is_endless }
}

/// A server; it ends with its value.
pub(crate) struct Server {
    address: SocketAddr,
    is_over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    /// Begins to serve: `answer` is told what was asked and how many requests came before.
    pub(crate) fn start(answer: impl Fn(&Asked, usize) -> Reply + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (is_over, asked) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(Vec::new())));
        let (over, list) = (Arc::clone(&is_over), Arc::clone(&asked));
        let thread = std::thread::spawn(move || {
            for _ in 0..MOST {
                let Ok((mut stream, _)) = listener.accept() else { return };
                if over.load(Ordering::SeqCst) {
                    return;
                }
                let Some(asked) = read(&mut stream) else { continue };
                let count = list.lock().unwrap().len();
                let reply = answer(&asked, count);
                list.lock().unwrap().push(asked);
                std::thread::sleep(reply.after);
                // Whoever asked may have gone away.
                let mut is_there = stream.write_all(&reply.bytes).is_ok();
                for _ in 0..if reply.is_endless { 100_000 } else { 0 } {
                    is_there = is_there && stream.write_all(&[b'1'; 8192]).is_ok();
                    if !is_there {
                        break;
                    }
                }
            }
        });
        Self { address, is_over, thread: Some(thread), asked }
    }

    /// The address of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// What was asked so far.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(self.address));
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

fn read(stream: &mut TcpStream) -> Option<Asked> {
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") && head.len() < 16_384 {
        if stream.read(&mut byte).ok()? == 0 {
            return None;
        }
        head.push(byte[0]);
    }
    let text = String::from_utf8(head).ok()?;
    let mut lines = text.split("\r\n");
    let path = lines.next()?.split(' ').nth(1)?.to_owned();
    let headers = lines.filter_map(|line| line.split_once(": "));
    let headers = headers.map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect();
    Some(Asked { path, headers })
}
