//! `c/LINK`: what lies behind a link, as a page for people and as the credential in its forms for programs.
//! Composed at the request from the published folder; an unknown link and a withdrawn one go the same way.

use attesto_credential::Format;
use axum::body::{Body, Bytes};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, Uri};

use super::accept::{Wishes, tongues};
use super::copies::{Copies, mark};
use super::desk::{Desk, Handed};
use super::problem::Problem;
use super::published::{called, marked};
use super::safety;
use crate::locale::{Tongue, Words};
use crate::serving::{Bounds, Publisher, Verifying};
use crate::sheet::{Absence, Made, Reading, absent_page, card_page};
use crate::world::clock::on_the_wall;
use crate::world::links::{EUROPEAN, FOLDER, FORMS, WITHDRAWN};
use crate::world::shelf::{Found, Shelf};

/// Search engines keep out, also of what is no page.
const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");

/// What shows copies: who publishes them, and where a report on one is made.
pub(super) struct Cards {
    publisher: Publisher,
    desk: Desk,
}

/// What a path below `c/` asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Asked<'p> {
    link: &'p str,
    form: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// Whatever the client likes best.
    Any,
    /// A file of this ending.
    File(&'static str),
    /// The page, in a language that was chosen.
    Page(Option<Tongue>),
}

/// What lies behind a link.
#[derive(Debug, Default, PartialEq, Eq)]
struct Behind {
    /// By form, as far as it is there.
    files: Vec<(&'static str, Found)>,
    withdrawn: bool,
}

impl Cards {
    pub(super) fn new(publisher: Publisher, verifying: Verifying, bounds: &Bounds) -> Self {
        Self { publisher, desk: Desk::new(verifying, bounds.judges, bounds.waiting) }
    }

    /// Answers for the rest of a path behind `/c/`.
    pub(super) async fn answer(
        &self,
        path: &str,
        (shelf, copies): (&Shelf, &Copies),
        (uri, headers): (&Uri, &HeaderMap),
    ) -> Response<Body> {
        let asked = Asked::of(path);
        let behind = Behind::look(asked.link, &mut |name| shelf.find(name, &[]));
        let answered = match behind.absence() {
            Some(absence) => self.absent(absence, asked, (uri, headers)),
            None => self.present(asked, &behind, copies, (uri, headers)).await,
        };
        let mut response = answered.unwrap_or_else(|problem| problem.response());
        let kept = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
        let keeping = HeaderValue::from_static(if kept { "private, no-cache" } else { "no-store" });
        let named = [
            (ROBOTS, HeaderValue::from_static("noindex, nofollow")),
            (VARY, HeaderValue::from_static("accept, accept-language")),
            (ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
            (CACHE_CONTROL, keeping),
        ];
        for (name, value) in named {
            response.headers_mut().insert(name, value);
        }
        response
    }

    async fn present(
        &self,
        asked: Asked<'_>,
        behind: &Behind,
        copies: &Copies,
        (uri, headers): (&Uri, &HeaderMap),
    ) -> Result<Response<Body>, Problem> {
        match chosen(asked, behind, headers)? {
            Some((found, media_type)) => {
                let copy = copies.of(&found.path).ok_or_else(Problem::not_found)?;
                let mut response = marked(copy.bytes.clone(), &copy.etag, headers);
                response.headers_mut().insert(CONTENT_TYPE, media_type);
                Ok(response)
            }
            None => {
                let text = behind.file("json").and_then(|found| copies.of(&found.path));
                self.page((asked, behind), &text.ok_or_else(Problem::not_found)?.bytes, (uri, headers)).await
            }
        }
    }

    async fn page(
        &self,
        (asked, behind): (Asked<'_>, &Behind),
        text: &Bytes,
        (uri, headers): (&Uri, &HeaderMap),
    ) -> Result<Response<Body>, Problem> {
        let report = self.desk.judge(Handed { file: text.to_vec(), ..Handed::default() }).await?;
        let publisher = &self.publisher;
        let address = publisher.base_url.strip_prefix("https://").unwrap_or(&publisher.base_url);
        let reading = Reading {
            issuer: &publisher.name,
            link: asked.link,
            address,
            wall: &|moment| on_the_wall(&publisher.zone, moment),
            zone: publisher.zone.name(),
            made: Made::Now,
            european: behind.file(EUROPEAN).is_some(),
        };
        let page = card_page(&report, &reading, Words::of(asked.tongue(uri, headers)));
        sent(page.map_err(|_| Problem::bug())?, headers)
    }

    /// 410 or 404, and nothing else differs: the same look, the same page.
    fn absent(
        &self,
        absence: Absence,
        asked: Asked<'_>,
        (uri, headers): (&Uri, &HeaderMap),
    ) -> Result<Response<Body>, Problem> {
        let problem = match absence {
            Absence::Unknown => Problem::link_unknown(),
            Absence::Withdrawn => Problem::link_withdrawn(),
        };
        if !asked.wants_page(headers) {
            return Ok(problem.response());
        }
        let page = absent_page(absence, asked.link, Words::of(asked.tongue(uri, headers)));
        let mut response = sent(page.map_err(|_| Problem::bug())?, &HeaderMap::new())?;
        *response.status_mut() = problem.status();
        Ok(response)
    }
}

impl<'p> Asked<'p> {
    fn of(path: &'p str) -> Self {
        let Some((link, ending)) = path.split_once('.') else { return Self { link: path, form: Form::Any } };
        let tongue = |tag: &str| Tongue::ALL.into_iter().find(|tongue| tongue.tag() == tag);
        let form = match ending.strip_suffix("html") {
            None => FORMS.into_iter().find(|form| *form == ending).map(Form::File),
            Some("") => Some(Form::Page(None)),
            Some(tag) => tag.strip_suffix('.').and_then(tongue).map(|tongue| Form::Page(Some(tongue))),
        };
        // An ending that nothing has makes a link that nobody was given.
        form.map_or(Self { link: path, form: Form::Any }, |form| Self { link, form })
    }

    /// The language that was chosen by the address, else by the client, else English.
    fn tongue(self, uri: &Uri, headers: &HeaderMap) -> Tongue {
        let chosen = match self.form {
            Form::Page(tongue) => tongue,
            Form::Any | Form::File(_) => super::accept::chosen(uri),
        };
        chosen.or_else(|| tongues(headers).first().copied()).unwrap_or_default()
    }

    /// Whether the page is what a client likes best of an address that has nothing else to give.
    fn wants_page(self, headers: &HeaderMap) -> bool {
        match self.form {
            Form::Page(_) => true,
            Form::Any => Wishes::of(headers).names("text/html"),
            Form::File(_) => false,
        }
    }
}

impl Behind {
    /// Looks for everything, whatever is found on the way: the work tells nothing of what lies there.
    fn look(link: &str, find: &mut dyn FnMut(&str) -> Option<Found>) -> Self {
        let mut look = |form: &str| {
            let found = find(&format!("/{FOLDER}/{link}.{form}"))?;
            // Elsewhere in the folder that ending is of JSON-LD without a seal.
            let sealed = form == EUROPEAN;
            Some(if sealed { Found { media_type: Format::EUROPEAN.media_type(), ..found } } else { found })
        };
        let withdrawn = look(WITHDRAWN).is_some();
        let files = FORMS.into_iter().filter_map(|form| Some((form, look(form)?))).collect();
        Self { files, withdrawn }
    }

    fn absence(&self) -> Option<Absence> {
        match self.file("json") {
            _ if self.withdrawn => Some(Absence::Withdrawn),
            None => Some(Absence::Unknown),
            Some(_) => None,
        }
    }

    fn file(&self, form: &str) -> Option<&Found> {
        self.files.iter().find(|(known, _)| *known == form).map(|(_, found)| found)
    }
}

/// The file that a client likes best, by its name; nothing where it likes the page best.
fn chosen(asked: Asked<'_>, behind: &Behind, headers: &HeaderMap) -> Result<Option<(Found, HeaderValue)>, Problem> {
    let wishes = Wishes::of(headers);
    let weighed = |found: &Found| {
        let (media_type, weight) = called(found, &wishes);
        (found.clone(), media_type, weight)
    };
    match asked.form {
        Form::Page(_) => Ok(None),
        Form::File(form) => {
            let (found, media_type, _) = weighed(behind.file(form).ok_or_else(Problem::link_unknown)?);
            Ok(Some((found, media_type)))
        }
        Form::Any => {
            // The first of equals: JSON before pictures.
            let best = ["json", "svg", "png", EUROPEAN].into_iter().filter_map(|form| behind.file(form)).map(weighed);
            let best = best.reduce(|best, other| if other.2 > best.2 { other } else { best });
            let page = wishes.page();
            match best {
                Some((found, media_type, weight))
                    if weight > page || (weight > 0 && weight == page && !wishes.names("text/html")) =>
                {
                    Ok(Some((found, media_type)))
                }
                _ if page > 0 => Ok(None),
                _ => Err(Problem::not_acceptable(
                    "text/html, application/vc, image/png, image/svg+xml and, where there is one, application/jose+json",
                )),
            }
        }
    }
}

/// A page as it goes out, with its mark.
fn sent(page: String, asked: &HeaderMap) -> Result<Response<Body>, Problem> {
    let (policy, etag) = (safety::policy_of(&page), mark(page.as_bytes()).ok_or_else(Problem::bug)?);
    let mut response = marked(page.into(), &etag, asked);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}

#[cfg(test)]
mod tests;
