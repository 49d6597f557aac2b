use super::*;
use crate::cohort::tests::TEXT as COHORT;
use crate::officer::tests::some_officers;
use crate::scheme::tests::TEXT as SCHEME;
