//! The vault: names and contacts of persons, sealed under a key of their own that can be destroyed.
//!
//! What is sealed lies in the chain and stays; the key lies beside it. Without the key nobody can read it,
//! and the chain is as whole as before.

use agglo::Error;
use agglo::engage::event::{Body, Person, PersonKey};
use chacha20poly1305::aead::{Aead, Generate, Key, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use sqlx::Row;

use crate::ledger::seal::{bytes, hex};
use crate::ledger::{Ledger, failed};

/// What is known of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Personal {
    /// The name.
    pub name: String,
    /// How to reach the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

/// Bytes of a nonce of `XChaCha20`: long enough to be drawn at random.
const NONCE: usize = 24;

fn broken() -> Error {
    Error::new("E0524", "what is sealed of this person does not open with the person's key")
        .hint("`agglo ledger verify` says whether an event was changed")
}

impl Ledger {
    /// Seals what is known of a person: the event to enter. The person's key is made where there is none.
    ///
    /// # Errors
    ///
    /// `E0521` where the store fails, `E0524` where no random bytes are to be had.
    pub fn seal(&mut self, person: &PersonKey, personal: &Personal) -> Result<Body, Error> {
        let secret = match self.secret(person)? {
            Some(secret) => secret,
            None => self.make_secret(person)?,
        };
        let text = serde_json::to_vec(personal).map_err(|e| Error::new("E0902", e.to_string()))?;
        let cipher = cipher(&secret).ok_or_else(broken)?;
        let nonce = XNonce::try_generate()
            .map_err(|error| Error::new("E0524", format!("no random bytes: {error}")))?;
        let about = self.about(person);
        let sealed = cipher
            .encrypt(&nonce, Payload { msg: &text, aad: about.as_bytes() })
            .map_err(|_| broken())?;
        let sealed = hex(&[nonce.as_slice(), &sealed].concat());
        Ok(Body::Person(Person { person: person.clone(), sealed }))
    }

    /// What was sealed of a person; nothing where the person's key was destroyed.
    ///
    /// # Errors
    ///
    /// `E0521` where the store fails, `E0524` where it does not open.
    pub fn unseal(&mut self, person: &Person) -> Result<Option<Personal>, Error> {
        let Some(secret) = self.secret(&person.person)? else { return Ok(None) };
        let sealed =
            bytes(&person.sealed).filter(|sealed| sealed.len() > NONCE).ok_or_else(broken)?;
        let (nonce, sealed) = sealed.split_at(NONCE);
        let nonce = XNonce::try_from(nonce).map_err(|_| broken())?;
        let about = self.about(&person.person);
        let payload = Payload { msg: sealed, aad: about.as_bytes() };
        let opened = cipher(&secret).and_then(|cipher| cipher.decrypt(&nonce, payload).ok());
        let opened = opened.ok_or_else(broken)?;
        serde_json::from_slice(&opened).map(Some).map_err(|_| broken())
    }

    /// What a sealed text is bound to: it opens for no other person and in no other programme.
    fn about(&self, person: &PersonKey) -> String {
        format!("{}\n{person}", self.programme)
    }

    fn secret(&mut self, person: &PersonKey) -> Result<Option<String>, Error> {
        let sql = "SELECT secret FROM person_keys WHERE programme = $1 AND person = $2";
        let query = sqlx::query(sql).bind(&self.programme).bind(person.as_str());
        let row = self.runtime.block_on(query.fetch_optional(&mut self.connection));
        let row = row.map_err(|error| failed(&error))?;
        row.map(|row| row.try_get(0)).transpose().map_err(|error| failed(&error))
    }

    fn make_secret(&mut self, person: &PersonKey) -> Result<String, Error> {
        let key = Key::<XChaCha20Poly1305>::try_generate()
            .map_err(|error| Error::new("E0524", format!("no random bytes: {error}")))?;
        let secret = hex(&key);
        let sql = "INSERT INTO person_keys (programme, person, secret) VALUES ($1, $2, $3)";
        let query = sqlx::query(sql).bind(&self.programme).bind(person.as_str()).bind(&secret);
        self.runtime
            .block_on(query.execute(&mut self.connection))
            .map_err(|error| failed(&error))?;
        Ok(secret)
    }
}

fn cipher(secret: &str) -> Option<XChaCha20Poly1305> {
    XChaCha20Poly1305::new_from_slice(&bytes(secret)?).ok()
}
