//! The Merkle root over the texts of one act (RFC 6962 section 2.1).
//! Only the root; paths to it are made when somebody asks for one.

use attesto_securing::Digest;

/// The root over digests in their order; of none it is the digest of nothing.
pub fn merkle_root(leaves: &[Digest]) -> Digest {
    let mut level: Vec<Digest> = leaves.iter().map(|leaf| tagged(0, &[leaf])).collect();
    // Halving level by level gives the tree of RFC 6962: only the last node of a level may lack a sibling.
    while level.len() > 1 {
        level = level.chunks(2).map(pair).collect();
    }
    level.first().copied().unwrap_or_else(|| Digest::of(b""))
}

fn pair(nodes: &[Digest]) -> Digest {
    match nodes {
        [left, right] => tagged(1, &[left, right]),
        [single, ..] => *single,
        [] => Digest::of(b""),
    }
}

fn tagged(tag: u8, parts: &[&Digest]) -> Digest {
    let tag = [tag];
    let parts: Vec<&[u8]> = parts.iter().map(|part| part.as_bytes().as_slice()).collect();
    Digest::of_parts(&[[tag.as_slice()].as_slice(), &parts].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The recursive definition of RFC 6962, split at the largest power of two below the length.
    fn by_definition(leaves: &[Digest]) -> Digest {
        match leaves {
            [] => Digest::of(b""),
            [leaf] => tagged(0, &[leaf]),
            _ => {
                let split = leaves.len().next_power_of_two() / 2;
                tagged(1, &[&by_definition(&leaves[..split]), &by_definition(&leaves[split..])])
            }
        }
    }

    #[test]
    fn the_root_is_that_of_the_rfc_for_every_length_up_to_forty() {
        let leaves: Vec<Digest> = (0..40u8).map(|n| Digest::of(&[n])).collect();
        for length in 0..=leaves.len() {
            assert_eq!(merkle_root(&leaves[..length]), by_definition(&leaves[..length]), "{length}");
        }
    }

    #[test]
    fn a_leaf_never_passes_for_a_node() {
        let (a, b) = (Digest::of(b"a"), Digest::of(b"b"));
        assert_ne!(merkle_root(&[a, b]), merkle_root(&[merkle_root(&[a, b])]));
        assert_ne!(merkle_root(&[a]), a);
    }
}
