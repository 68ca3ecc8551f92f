// Generated from schemas/ by `npm run generate`. Do not edit.

/** By name, for the OpenAPI description. */
export const API_SCHEMAS: Readonly<Record<string, object>> = {
  "Alias": {
    "type": "object",
    "required": [
      "id"
    ],
    "additionalProperties": false,
    "properties": {
      "id": {
        "type": "string",
        "minLength": 1,
        "maxLength": 300
      },
      "sunset": {
        "$ref": "#/components/schemas/Day"
      }
    }
  },
  "AppliedWaiver": {
    "type": "object",
    "description": "A waiver as the decision log grants it. Whether it holds depends on the time.",
    "required": [
      "waiver",
      "sequence",
      "decision"
    ],
    "additionalProperties": false,
    "properties": {
      "waiver": {
        "$ref": "#/components/schemas/Waiver"
      },
      "sequence": {
        "type": "integer",
        "minimum": 1,
        "description": "Line of the decision log that grants it."
      },
      "decision": {
        "type": "string",
        "description": "Digest of that line."
      },
      "revoked_by": {
        "type": "string",
        "description": "Digest of the line that ended it."
      }
    }
  },
  "Asked": {
    "type": "object",
    "required": [
      "verdict",
      "reason"
    ],
    "additionalProperties": false,
    "properties": {
      "range": {
        "type": "string",
        "description": "Absent: none was stated."
      },
      "verdict": {
        "$ref": "#/components/schemas/Verdict"
      },
      "reason": {
        "$ref": "#/components/schemas/Reason"
      },
      "versions": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/Index"
        },
        "description": "Versions that satisfy it."
      },
      "nearest": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/Index"
        },
        "description": "Where none satisfies it: the closest ones."
      },
      "suggestions": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/Id"
        },
        "description": "Ids that may have been meant."
      },
      "sunset": {
        "$ref": "#/components/schemas/Sunset"
      }
    }
  },
  "Behavior": {
    "type": "object",
    "required": [
      "id"
    ],
    "additionalProperties": false,
    "properties": {
      "id": {
        "type": "string",
        "minLength": 1,
        "maxLength": 300
      },
      "ref": {
        "type": "string",
        "minLength": 1,
        "maxLength": 2000
      },
      "status": {
        "type": "string",
        "minLength": 1,
        "maxLength": 100
      }
    }
  },
  "BundleReference": {
    "type": "object",
    "required": [
      "digest",
      "size"
    ],
    "additionalProperties": false,
    "properties": {
      "path": {
        "type": "string",
        "description": "Inside the source; absent for an attestation that the source's host keeps."
      },
      "digest": {
        "$ref": "#/components/schemas/Digest"
      },
      "size": {
        "$ref": "#/components/schemas/Count",
        "description": "Bytes."
      }
    }
  },
  "CapabilitiesDocument": {
    "type": "object",
    "description": "api/v1/capabilities.json: the newest version of every capability, in short.",
    "required": [
      "capabilities"
    ],
    "additionalProperties": false,
    "properties": {
      "capabilities": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/CapabilitySummary"
        }
      }
    }
  },
  "Capability": {
    "title": "Capability",
    "description": "The canonical record: one shape, whatever the format of the manifest it was read from. A field that is absent was not stated.",
    "type": "object",
    "required": [
      "id",
      "version",
      "owner",
      "lifecycle_stage"
    ],
    "additionalProperties": false,
    "properties": {
      "id": {
        "type": "string",
        "minLength": 1,
        "maxLength": 300
      },
      "version": {
        "type": [
          "string",
          "null"
        ],
        "maxLength": 100,
        "description": "As the publisher wrote it; null where the format or the manifest has none."
      },
      "owner": {
        "type": [
          "string",
          "null"
        ],
        "maxLength": 200
      },
      "lifecycle_stage": {
        "anyOf": [
          {
            "$ref": "#/components/schemas/LifecycleStage"
          },
          {
            "type": "null"
          }
        ]
      },
      "title": {
        "type": "string"
      },
      "description": {
        "type": "string"
      },
      "kind": {
        "type": "string",
        "description": "What the format calls it: service, pattern, component, api, mcp-server …"
      },
      "domain": {
        "type": "string",
        "description": "Where it is listed, when the format says so; else the first part of the id."
      },
      "part_of": {
        "type": "string",
        "description": "Id of the capability or system that this one belongs to."
      },
      "tags": {
        "type": "array",
        "items": {
          "type": "string"
        }
      },
      "stability": {
        "$ref": "#/components/schemas/Stability"
      },
      "security_tier": {
        "enum": [
          "low",
          "moderate",
          "high",
          "critical"
        ]
      },
      "inputs": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/Input"
        }
      },
      "outputs": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/Output"
        }
      },
      "dependencies": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/Dependency"
        }
      },
      "interfaces": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/Interface"
        }
      },
      "behaviors": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/Behavior"
        }
      },
      "value_scenarios": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/ValueScenario"
        }
      },
      "signals": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/Signal"
        }
      },
      "adr_links": {
        "type": "array",
        "items": {
          "type": "string"
        }
      },
      "links": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/Link"
        }
      },
      "documentation": {
        "$ref": "#/components/schemas/Documentation"
      },
      "documents": {
        "type": "array",
        "description": "Other named documents, such as the five of an SAP.",
        "items": {
          "type": "object",
          "required": [
            "type"
          ],
          "additionalProperties": false,
          "properties": {
            "type": {
              "type": "string"
            },
            "path": {
              "type": "string"
            }
          }
        }
      },
      "packages": {
        "type": "array",
        "description": "Where an installable form is published.",
        "items": {
          "type": "object",
          "required": [
            "registry",
            "name"
          ],
          "additionalProperties": false,
          "properties": {
            "registry": {
              "type": "string",
              "description": "npm, pypi, oci, nuget …"
            },
            "name": {
              "type": "string"
            },
            "version": {
              "type": "string"
            }
          }
        }
      },
      "validation_status": {
        "$ref": "#/components/schemas/ValidationStatus"
      },
      "compatibility": {
        "$ref": "#/components/schemas/Compatibility"
      },
      "consumers": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "Who is declared to use it, in the publisher's words."
      },
      "claimed_signer": {
        "type": "object",
        "description": "Who the manifest says signs its artifacts. A claim of the publisher, not a verification.",
        "additionalProperties": false,
        "properties": {
          "issuer": {
            "type": "string"
          },
          "source_repository": {
            "type": "string"
          },
          "signer_workflow": {
            "type": "string"
          },
          "runner_environment": {
            "type": "string"
          }
        }
      },
      "aliases": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/Alias"
        }
      },
      "deprecation": {
        "$ref": "#/components/schemas/Deprecation"
      },
      "ttl": {
        "$ref": "#/components/schemas/Duration"
      },
      "contact": {
        "type": "string"
      },
      "secrets_required": {
        "type": "array",
        "items": {
          "type": "string"
        }
      }
    }
  },
  "CapabilityCompatibility": {
    "type": "object",
    "description": "api/v1/compatibility/<file>.json: all that the matrix knows of one id.",
    "required": [
      "id",
      "standing",
      "versions",
      "dependencies",
      "dependents",
      "waivers"
    ],
    "additionalProperties": false,
    "properties": {
      "id": {
        "$ref": "#/components/schemas/Id"
      },
      "standing": {
        "$ref": "#/components/schemas/Standing"
      },
      "renamed_to": {
        "type": "object",
        "description": "The capability that has this id as an older name.",
        "required": [
          "id"
        ],
        "additionalProperties": false,
        "properties": {
          "id": {
            "$ref": "#/components/schemas/Id"
          },
          "sunset": {
            "$ref": "#/components/schemas/Sunset"
          }
        }
      },
      "owner": {
        "type": "string"
      },
      "contact": {
        "type": "string"
      },
      "versions": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/ProviderVersion"
        },
        "description": "Newest first."
      },
      "dependencies": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/DependencyRow"
        }
      },
      "dependents": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/DependentRow"
        }
      },
      "cycle": {
        "type": "object",
        "description": "Where its current version is one of several that all need one another.",
        "required": [
          "circle",
          "members"
        ],
        "additionalProperties": false,
        "properties": {
          "circle": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Id"
            },
            "description": "A shortest circle through the first of them: each needs the next, the last the first."
          },
          "members": {
            "$ref": "#/components/schemas/Index",
            "description": "How many they are."
          }
        }
      },
      "waivers": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/AppliedWaiver"
        }
      }
    }
  },
  "CapabilityDocument": {
    "type": "object",
    "description": "api/v1/capabilities/<file>.json: all that the catalog knows of one capability.",
    "required": [
      "id",
      "versions",
      "dependencies",
      "dependents",
      "findings"
    ],
    "additionalProperties": false,
    "properties": {
      "id": {
        "type": "string"
      },
      "versions": {
        "type": "array",
        "minItems": 1,
        "items": {
          "$ref": "#/components/schemas/Entry"
        },
        "description": "The current one first, then the others, newest first."
      },
      "dependencies": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/DependencyLink"
        },
        "description": "Of the current version."
      },
      "dependents": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/DependentLink"
        },
        "description": "Capabilities whose current version depends on this one."
      },
      "findings": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/Finding"
        },
        "description": "Of the manifest that the current version was read from."
      }
    }
  },
  "CapabilityId": {
    "type": "string",
    "minLength": 1,
    "maxLength": 300
  },
  "CapabilitySummary": {
    "type": "object",
    "required": [
      "id",
      "version",
      "owner",
      "lifecycle_stage",
      "domain",
      "format",
      "tier",
      "source",
      "file"
    ],
    "additionalProperties": false,
    "properties": {
      "id": {
        "type": "string"
      },
      "version": {
        "type": [
          "string",
          "null"
        ]
      },
      "title": {
        "type": "string"
      },
      "owner": {
        "type": [
          "string",
          "null"
        ]
      },
      "lifecycle_stage": {
        "type": [
          "string",
          "null"
        ]
      },
      "stability": {
        "$ref": "#/components/schemas/Stability"
      },
      "security_tier": {
        "type": "string"
      },
      "domain": {
        "type": "string",
        "description": "The part of the catalog it is listed under."
      },
      "format": {
        "$ref": "#/components/schemas/Format"
      },
      "tier": {
        "$ref": "#/components/schemas/Tier"
      },
      "source": {
        "$ref": "#/components/schemas/SourceId"
      },
      "file": {
        "type": "string",
        "description": "Its name as a file: capabilities/<file>.json and capabilities/<file>.html."
      }
    }
  },
  "CatalogDocument": {
    "type": "object",
    "description": "api/v1/catalog.json: the catalog in numbers, and what it was made with.",
    "required": [
      "name",
      "api_version",
      "generator",
      "configuration",
      "counts"
    ],
    "additionalProperties": false,
    "properties": {
      "name": {
        "type": "string"
      },
      "url": {
        "type": "string"
      },
      "api_version": {
        "const": "v1"
      },
      "generator": {
        "type": "object",
        "required": [
          "name",
          "version"
        ],
        "additionalProperties": false,
        "properties": {
          "name": {
            "type": "string"
          },
          "version": {
            "type": "string"
          }
        }
      },
      "configuration": {
        "type": "object",
        "required": [
          "digest"
        ],
        "additionalProperties": false,
        "properties": {
          "digest": {
            "$ref": "#/components/schemas/Digest"
          }
        }
      },
      "trust": {
        "type": "object",
        "description": "By what the manifests were judged: targets/policy.yaml and targets/trusted_root.json. Absent where there is no trust policy.",
        "required": [
          "policy",
          "trusted_root"
        ],
        "additionalProperties": false,
        "properties": {
          "policy": {
            "$ref": "#/components/schemas/Digest",
            "description": "Of what the policy says: layout and comments do not count."
          },
          "trusted_root": {
            "$ref": "#/components/schemas/Digest"
          }
        }
      },
      "counts": {
        "type": "object",
        "required": [
          "capabilities",
          "versions",
          "sources",
          "manifests",
          "findings",
          "by_format",
          "by_tier",
          "by_owner",
          "by_lifecycle_stage",
          "by_domain",
          "by_source_state"
        ],
        "additionalProperties": false,
        "properties": {
          "capabilities": {
            "$ref": "#/components/schemas/Count"
          },
          "versions": {
            "$ref": "#/components/schemas/Count"
          },
          "sources": {
            "$ref": "#/components/schemas/Count"
          },
          "manifests": {
            "$ref": "#/components/schemas/Count"
          },
          "findings": {
            "$ref": "#/components/schemas/SeverityCounts"
          },
          "by_format": {
            "$ref": "#/components/schemas/Counts"
          },
          "by_tier": {
            "$ref": "#/components/schemas/Counts"
          },
          "by_owner": {
            "$ref": "#/components/schemas/Counts"
          },
          "by_lifecycle_stage": {
            "$ref": "#/components/schemas/Counts"
          },
          "by_domain": {
            "$ref": "#/components/schemas/Counts"
          },
          "by_source_state": {
            "$ref": "#/components/schemas/Counts"
          },
          "by_provenance": {
            "$ref": "#/components/schemas/Counts",
            "description": "Of the capabilities. Absent where the catalog has no trust policy."
          },
          "quarantined": {
            "$ref": "#/components/schemas/Count",
            "description": "Manifests that the policy does not admit. Absent where there is no policy."
          }
        }
      }
    }
  },
  "Change": {
    "type": "object",
    "description": "A change of one capability, as the run that first saw it found it: the weightiest, where there were several.",
    "required": [
      "number",
      "seen_at",
      "kind",
      "id",
      "source"
    ],
    "additionalProperties": false,
    "properties": {
      "number": {
        "type": "integer",
        "minimum": 1,
        "description": "Counts the changes since started_at. One that is missing in between is no longer listed."
      },
      "seen_at": {
        "$ref": "#/components/schemas/Instant",
        "description": "The time of the run, not of the publication."
      },
      "kind": {
        "$ref": "#/components/schemas/ChangeKind"
      },
      "id": {
        "type": "string",
        "minLength": 1,
        "maxLength": 300
      },
      "title": {
        "type": "string"
      },
      "owner": {
        "type": "string"
      },
      "source": {
        "$ref": "#/components/schemas/SourceId",
        "description": "That holds it, that held it last, or whose version is quarantined."
      },
      "from_source": {
        "$ref": "#/components/schemas/SourceId",
        "description": "Only where it moved."
      },
      "from": {
        "type": [
          "string",
          "null"
        ],
        "description": "The version that was current; absent where there was none, null where it had no version."
      },
      "to": {
        "type": [
          "string",
          "null"
        ],
        "description": "The version that is current now, or quarantined; absent where there is none."
      },
      "file": {
        "type": "string",
        "description": "Its name as a file: capabilities/<file>.json. Absent where the catalog did not hold it after this change."
      },
      "reason": {
        "type": "string",
        "description": "Why the policy does not admit it."
      }
    }
  },
  "ChangeKind": {
    "enum": [
      "quarantined",
      "removed",
      "retired",
      "deprecated",
      "restored",
      "moved",
      "updated",
      "new"
    ],
    "description": "quarantined: the policy does not admit this version. removed: no source holds it any more. retired, deprecated: what its publisher now says of it. restored: back, and none of these any more. moved: another source holds it. updated: another version, or another record under the same version. new: it was not there."
  },
  "ChangesDocument": {
    "type": "object",
    "description": "api/v1/changes.json: what runs saw change, newest first, at most 500. What the first run found is no change.",
    "required": [
      "started_at",
      "changes"
    ],
    "additionalProperties": false,
    "properties": {
      "started_at": {
        "$ref": "#/components/schemas/Instant",
        "description": "The run that this history begins with."
      },
      "changes": {
        "type": "array",
        "maxItems": 500,
        "items": {
          "$ref": "#/components/schemas/Change"
        }
      }
    }
  },
  "Compatibility": {
    "type": "object",
    "additionalProperties": false,
    "properties": {
      "backward_compatible_with": {
        "$ref": "#/components/schemas/Strings"
      },
      "breaks_compatibility_with": {
        "$ref": "#/components/schemas/Strings"
      },
      "tested_consumers": {
        "$ref": "#/components/schemas/Strings"
      }
    }
  },
  "CompatibilityDocument": {
    "type": "object",
    "description": "api/v1/compatibility.json: the whole matrix. Numbers stand for places in `capabilities`, `asked`, `versions` and `kinds`, from 0.",
    "required": [
      "kinds",
      "counts",
      "capabilities",
      "aliases",
      "cycles",
      "start_order",
      "waivers"
    ],
    "additionalProperties": false,
    "properties": {
      "kinds": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/Kind"
        }
      },
      "counts": {
        "type": "object",
        "description": "Dependencies of current versions.",
        "required": [
          "required",
          "optional",
          "development"
        ],
        "additionalProperties": false,
        "properties": {
          "required": {
            "$ref": "#/components/schemas/VerdictCounts"
          },
          "optional": {
            "$ref": "#/components/schemas/VerdictCounts"
          },
          "development": {
            "$ref": "#/components/schemas/VerdictCounts"
          }
        }
      },
      "capabilities": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/MatrixCapability"
        },
        "description": "By id. Those that are only depended on are in it, too."
      },
      "aliases": {
        "type": "array",
        "items": {
          "type": "object",
          "required": [
            "id",
            "capability"
          ],
          "additionalProperties": false,
          "properties": {
            "id": {
              "$ref": "#/components/schemas/Id"
            },
            "capability": {
              "$ref": "#/components/schemas/Index"
            },
            "sunset": {
              "$ref": "#/components/schemas/Sunset"
            }
          }
        }
      },
      "cycles": {
        "type": "array",
        "items": {
          "type": "object",
          "required": [
            "circle",
            "members"
          ],
          "additionalProperties": false,
          "properties": {
            "circle": {
              "type": "array",
              "items": {
                "$ref": "#/components/schemas/Index"
              },
              "description": "A shortest circle through the first member: each needs the next, the last the first."
            },
            "members": {
              "type": "array",
              "items": {
                "$ref": "#/components/schemas/Index"
              }
            }
          }
        },
        "description": "Capabilities whose current versions all need one another."
      },
      "start_order": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/Index"
        },
        "description": "Known capabilities, each after those that its current version needs; members of a cycle stand together."
      },
      "waivers": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/AppliedWaiver"
        }
      }
    }
  },
  "Count": {
    "type": "integer",
    "minimum": 0
  },
  "Counts": {
    "type": "object",
    "additionalProperties": {
      "$ref": "#/components/schemas/Count"
    }
  },
  "Day": {
    "type": "string",
    "pattern": "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])(T.*)?$",
    "description": "An ISO 8601 date or date and time."
  },
  "Decision": {
    "title": "Decision",
    "description": "One line of catalog/decisions.ndjson, written as RFC 8785 says. The log only grows: each line names the digest of the one before it.",
    "type": "object",
    "required": [
      "sequence",
      "previous",
      "decided_at",
      "decided_by",
      "kind",
      "summary"
    ],
    "additionalProperties": false,
    "properties": {
      "sequence": {
        "type": "integer",
        "minimum": 1,
        "description": "Number of its line."
      },
      "previous": {
        "type": [
          "string",
          "null"
        ],
        "pattern": "^sha256:[0-9a-f]{64}$",
        "description": "Digest of the line before, without its line end; null in the first line."
      },
      "decided_at": {
        "type": "string",
        "pattern": "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$",
        "description": "In UTC."
      },
      "decided_by": {
        "type": "string",
        "minLength": 1,
        "maxLength": 200
      },
      "kind": {
        "enum": [
          "waiver",
          "revocation",
          "deprecation",
          "policy",
          "other"
        ],
        "description": "waiver: grants one. revocation: ends one before it expires."
      },
      "summary": {
        "type": "string",
        "minLength": 1,
        "maxLength": 2000
      },
      "capability": {
        "type": "string",
        "minLength": 1,
        "maxLength": 300,
        "description": "Id of the capability that it is about."
      },
      "links": {
        "type": "array",
        "maxItems": 100,
        "items": {
          "type": "string",
          "minLength": 1,
          "maxLength": 2000
        }
      },
      "waiver": {
        "$ref": "#/components/schemas/Waiver"
      },
      "revokes": {
        "type": "string",
        "pattern": "^sha256:[0-9a-f]{64}$",
        "description": "Digest of the line whose waiver ends."
      }
    },
    "allOf": [
      {
        "if": {
          "properties": {
            "kind": {
              "const": "waiver"
            }
          }
        },
        "then": {
          "required": [
            "waiver"
          ],
          "properties": {
            "waiver": true,
            "revokes": false
          }
        }
      },
      {
        "if": {
          "properties": {
            "kind": {
              "const": "revocation"
            }
          }
        },
        "then": {
          "required": [
            "revokes"
          ],
          "properties": {
            "revokes": true,
            "waiver": false
          }
        }
      },
      {
        "if": {
          "properties": {
            "kind": {
              "enum": [
                "deprecation",
                "policy",
                "other"
              ]
            }
          }
        },
        "then": {
          "properties": {
            "waiver": false,
            "revokes": false
          }
        }
      }
    ]
  },
  "DecisionLog": {
    "type": "array",
    "description": "api/v1/decisions.ndjson: each line is one item, as canonical JSON (RFC 8785), and holds the digest of the line before.",
    "items": {
      "$ref": "#/components/schemas/Decision"
    }
  },
  "Dependency": {
    "type": "object",
    "required": [
      "id"
    ],
    "additionalProperties": false,
    "properties": {
      "id": {
        "type": "string",
        "minLength": 1,
        "maxLength": 300
      },
      "version": {
        "type": "string",
        "minLength": 1,
        "maxLength": 300,
        "description": "A range of versions. Absent means unknown, never any."
      },
      "type": {
        "type": "string",
        "minLength": 1,
        "maxLength": 100,
        "description": "What the relation is: service, library, tool, prerequisite …"
      },
      "scope": {
        "type": "string",
        "minLength": 1,
        "maxLength": 100,
        "description": "When it is needed: runtime, dev, test …"
      },
      "optional": {
        "type": "boolean"
      }
    }
  },
  "DependencyLink": {
    "type": "object",
    "description": "A declared dependency and what the catalog has under that id.",
    "required": [
      "id",
      "target"
    ],
    "additionalProperties": false,
    "properties": {
      "id": {
        "type": "string",
        "description": "As declared."
      },
      "version": {
        "type": "string",
        "description": "The declared range; absent means unknown."
      },
      "type": {
        "type": "string"
      },
      "scope": {
        "type": "string"
      },
      "optional": {
        "type": "boolean"
      },
      "target": {
        "description": "null: no such capability in this catalog.",
        "anyOf": [
          {
            "type": "null"
          },
          {
            "type": "object",
            "required": [
              "id",
              "version",
              "lifecycle_stage",
              "file"
            ],
            "additionalProperties": false,
            "properties": {
              "id": {
                "type": "string",
                "description": "Differs from the declared id where an alias led here."
              },
              "version": {
                "type": [
                  "string",
                  "null"
                ]
              },
              "lifecycle_stage": {
                "type": [
                  "string",
                  "null"
                ]
              },
              "stability": {
                "type": "string"
              },
              "file": {
                "type": "string"
              }
            }
          }
        ]
      }
    }
  },
  "DependencyRow": {
    "type": "object",
    "description": "One dependency of the versions of this capability that declare it alike.",
    "required": [
      "versions",
      "current",
      "id",
      "kind",
      "verdict",
      "reason"
    ],
    "additionalProperties": false,
    "properties": {
      "versions": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/VersionOrNone"
        }
      },
      "current": {
        "type": "boolean",
        "description": "Whether the current version is one of them."
      },
      "id": {
        "$ref": "#/components/schemas/Id",
        "description": "As declared."
      },
      "target": {
        "$ref": "#/components/schemas/Id",
        "description": "Where the declared id is an older name of it."
      },
      "range": {
        "type": "string"
      },
      "kind": {
        "$ref": "#/components/schemas/Kind"
      },
      "verdict": {
        "$ref": "#/components/schemas/Verdict"
      },
      "reason": {
        "$ref": "#/components/schemas/Reason"
      },
      "satisfied_by": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/VersionOrNone"
        }
      },
      "nearest": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/VersionOrNone"
        }
      },
      "suggestions": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/Id"
        }
      },
      "sunset": {
        "$ref": "#/components/schemas/Sunset",
        "description": "When the last version that satisfies it goes."
      },
      "alias_sunset": {
        "$ref": "#/components/schemas/Sunset",
        "description": "When the older name goes by which it is asked for."
      },
      "tested_with": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/VersionOrNone"
        },
        "description": "Evidence, apart from the declaration: versions of the provider whose manifests say that they were tested with this consumer."
      }
    }
  },
  "DependentLink": {
    "type": "object",
    "required": [
      "id",
      "version",
      "file"
    ],
    "additionalProperties": false,
    "properties": {
      "id": {
        "type": "string"
      },
      "version": {
        "type": [
          "string",
          "null"
        ]
      },
      "range": {
        "type": "string",
        "description": "The range it asks for; absent means unknown."
      },
      "optional": {
        "type": "boolean"
      },
      "owner": {
        "type": [
          "string",
          "null"
        ]
      },
      "file": {
        "type": "string"
      }
    }
  },
  "DependentRow": {
    "type": "object",
    "description": "Versions of one consumer that depend on this capability alike.",
    "required": [
      "id",
      "versions",
      "current",
      "kind",
      "verdict",
      "reason"
    ],
    "additionalProperties": false,
    "properties": {
      "id": {
        "$ref": "#/components/schemas/Id"
      },
      "versions": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/VersionOrNone"
        }
      },
      "current": {
        "type": "boolean",
        "description": "Whether its current version is one of them."
      },
      "owner": {
        "type": "string"
      },
      "contact": {
        "type": "string"
      },
      "alias": {
        "$ref": "#/components/schemas/Id",
        "description": "The older name that it uses."
      },
      "range": {
        "type": "string"
      },
      "kind": {
        "$ref": "#/components/schemas/Kind"
      },
      "verdict": {
        "$ref": "#/components/schemas/Verdict"
      },
      "reason": {
        "$ref": "#/components/schemas/Reason"
      },
      "satisfied_by": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/VersionOrNone"
        }
      },
      "nearest": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/VersionOrNone"
        }
      },
      "suggestions": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/Id"
        }
      },
      "sunset": {
        "$ref": "#/components/schemas/Sunset",
        "description": "When the last version that satisfies it goes."
      },
      "alias_sunset": {
        "$ref": "#/components/schemas/Sunset",
        "description": "When the older name goes by which it is asked for."
      },
      "tested_with": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/VersionOrNone"
        },
        "description": "Evidence, apart from the declaration: versions of the provider whose manifests say that they were tested with this consumer."
      }
    }
  },
  "Deprecation": {
    "type": "object",
    "additionalProperties": false,
    "properties": {
      "since": {
        "type": "string",
        "minLength": 1,
        "maxLength": 100,
        "description": "A date or a version."
      },
      "sunset": {
        "$ref": "#/components/schemas/Day"
      },
      "replaced_by": {
        "type": "string",
        "minLength": 1,
        "maxLength": 300
      },
      "window": {
        "$ref": "#/components/schemas/Duration"
      }
    }
  },
  "Digest": {
    "type": "string",
    "pattern": "^sha256:[0-9a-f]{64}$"
  },
  "Documentation": {
    "type": "object",
    "additionalProperties": false,
    "properties": {
      "tutorial": {
        "$ref": "#/components/schemas/Reference"
      },
      "how_to": {
        "$ref": "#/components/schemas/Reference"
      },
      "reference": {
        "$ref": "#/components/schemas/Reference"
      },
      "explanation": {
        "$ref": "#/components/schemas/Reference"
      }
    }
  },
  "Duration": {
    "type": "string",
    "pattern": "^[1-9]\\d{0,5}(s|m|h|d|w)$",
    "description": "A whole number and a unit: 90s, 60m, 26h, 14d, 2w."
  },
  "Edge": {
    "type": "array",
    "minItems": 3,
    "maxItems": 4,
    "items": {
      "$ref": "#/components/schemas/Index"
    },
    "description": "Capability, its `asked`, kind, and, where an older name was used, its place in `aliases`."
  },
  "Entry": {
    "type": "object",
    "description": "One version of a capability as the catalog holds it.",
    "required": [
      "id",
      "version",
      "status",
      "format",
      "tier",
      "source",
      "commit",
      "ref",
      "path",
      "line",
      "manifest",
      "capability"
    ],
    "additionalProperties": false,
    "properties": {
      "id": {
        "type": "string",
        "minLength": 1,
        "maxLength": 300
      },
      "version": {
        "type": [
          "string",
          "null"
        ]
      },
      "status": {
        "enum": [
          "current",
          "superseded"
        ],
        "description": "current: the newest version that its source holds now."
      },
      "format": {
        "$ref": "#/components/schemas/Format"
      },
      "tier": {
        "$ref": "#/components/schemas/Tier"
      },
      "source": {
        "$ref": "#/components/schemas/SourceId"
      },
      "commit": {
        "type": [
          "string",
          "null"
        ],
        "pattern": "^([0-9a-f]{40}|[0-9a-f]{64})$",
        "description": "The last commit that had this version; null for folders."
      },
      "ref": {
        "type": [
          "string",
          "null"
        ],
        "description": "The tag it was released under; null for the source's head."
      },
      "path": {
        "type": "string"
      },
      "line": {
        "type": "integer",
        "minimum": 1,
        "description": "Where the record starts in the manifest."
      },
      "manifest": {
        "$ref": "#/components/schemas/ManifestReference"
      },
      "provenance": {
        "$ref": "#/components/schemas/Provenance",
        "description": "Absent where the catalog has no trust policy."
      },
      "capability": {
        "$ref": "#/components/schemas/Capability"
      }
    }
  },
  "Exceptions": {
    "type": "array",
    "description": "Sources that a run could not confirm.",
    "items": {
      "type": "object",
      "required": [
        "source",
        "state",
        "last_confirmed_at"
      ],
      "additionalProperties": false,
      "properties": {
        "source": {
          "$ref": "#/components/schemas/SourceId"
        },
        "state": {
          "$ref": "#/components/schemas/SourceState"
        },
        "last_confirmed_at": {
          "anyOf": [
            {
              "$ref": "#/components/schemas/Instant"
            },
            {
              "type": "null"
            }
          ]
        }
      }
    }
  },
  "Finding": {
    "type": "object",
    "description": "Something to tell a person about a source or a manifest.",
    "required": [
      "code",
      "severity",
      "source",
      "message"
    ],
    "additionalProperties": false,
    "properties": {
      "code": {
        "type": "string",
        "pattern": "^[a-z]+/[a-z0-9-]+$"
      },
      "severity": {
        "$ref": "#/components/schemas/Severity"
      },
      "source": {
        "$ref": "#/components/schemas/SourceId"
      },
      "ref": {
        "type": "string",
        "description": "The tag it was found in; absent for the source's head."
      },
      "path": {
        "type": "string",
        "description": "Inside the source."
      },
      "line": {
        "type": "integer",
        "minimum": 1
      },
      "column": {
        "type": "integer",
        "minimum": 1,
        "description": "In UTF-16 code units."
      },
      "message": {
        "type": "string"
      },
      "hint": {
        "type": "string"
      }
    }
  },
  "FindingsDocument": {
    "type": "object",
    "description": "api/v1/findings.json",
    "required": [
      "counts",
      "findings"
    ],
    "additionalProperties": false,
    "properties": {
      "counts": {
        "$ref": "#/components/schemas/SeverityCounts"
      },
      "findings": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/Finding"
        }
      }
    }
  },
  "Format": {
    "enum": [
      "chora",
      "star",
      "chora.dev/v1",
      "sap-catalog",
      "namespace",
      "coordination-capabilities",
      "backstage",
      "mcp-server"
    ],
    "description": "The formats that hold capabilities."
  },
  "FreshnessDocument": {
    "type": "object",
    "description": "api/v1/freshness.json: the only file that changes when nothing but the clock did.",
    "required": [
      "generated_at",
      "ttl",
      "alert_after",
      "exceptions"
    ],
    "additionalProperties": false,
    "properties": {
      "generated_at": {
        "$ref": "#/components/schemas/Instant",
        "description": "When the run that wrote this ended its reading. Sources without an exception were confirmed by it."
      },
      "ttl": {
        "$ref": "#/components/schemas/Duration"
      },
      "alert_after": {
        "$ref": "#/components/schemas/Duration"
      },
      "exceptions": {
        "$ref": "#/components/schemas/Exceptions"
      },
      "github": {
        "$ref": "#/components/schemas/GitHubUsage"
      }
    }
  },
  "GitHubStageUsage": {
    "type": "object",
    "required": [
      "stage",
      "requests",
      "points",
      "items",
      "bytes"
    ],
    "additionalProperties": false,
    "properties": {
      "stage": {
        "enum": [
          "discovery",
          "heads",
          "trees",
          "blobs",
          "attestations"
        ]
      },
      "requests": {
        "$ref": "#/components/schemas/Count"
      },
      "points": {
        "$ref": "#/components/schemas/Count"
      },
      "items": {
        "$ref": "#/components/schemas/Count",
        "description": "What it bought: repositories found, heads, commits whose files were listed, files, bundles."
      },
      "bytes": {
        "$ref": "#/components/schemas/Count",
        "description": "Received, decompressed."
      }
    }
  },
  "GitHubUsage": {
    "type": "object",
    "description": "What the run asked of GitHub, and what that bought. It differs from run to run, so it is here and in no other file.",
    "required": [
      "requests",
      "points",
      "max_points",
      "remaining",
      "reset_at",
      "stages",
      "forecast"
    ],
    "additionalProperties": false,
    "properties": {
      "requests": {
        "$ref": "#/components/schemas/Count"
      },
      "points": {
        "$ref": "#/components/schemas/Count",
        "description": "GraphQL's by its own count, and one for each REST request."
      },
      "max_points": {
        "anyOf": [
          {
            "$ref": "#/components/schemas/Count"
          },
          {
            "type": "null"
          }
        ],
        "description": "What the run was allowed to spend; null: whatever GitHub allows."
      },
      "remaining": {
        "anyOf": [
          {
            "$ref": "#/components/schemas/Count"
          },
          {
            "type": "null"
          }
        ],
        "description": "GraphQL points that GitHub said are left; null where it said nothing."
      },
      "reset_at": {
        "anyOf": [
          {
            "$ref": "#/components/schemas/Instant"
          },
          {
            "type": "null"
          }
        ],
        "description": "When GitHub gives new points."
      },
      "stages": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/GitHubStageUsage"
        }
      },
      "forecast": {
        "type": "object",
        "description": "What reading every repository anew would take, at the prices of this run.",
        "required": [
          "repositories",
          "requests",
          "points"
        ],
        "additionalProperties": false,
        "properties": {
          "repositories": {
            "$ref": "#/components/schemas/Count"
          },
          "requests": {
            "$ref": "#/components/schemas/Count"
          },
          "points": {
            "$ref": "#/components/schemas/Count"
          }
        }
      }
    }
  },
  "Id": {
    "type": "string",
    "minLength": 1
  },
  "Index": {
    "type": "integer",
    "minimum": 0
  },
  "Input": {
    "type": "object",
    "required": [
      "name"
    ],
    "additionalProperties": false,
    "properties": {
      "name": {
        "type": "string",
        "minLength": 1,
        "maxLength": 300
      },
      "type": {
        "type": "string",
        "minLength": 1,
        "maxLength": 300
      },
      "required": {
        "type": "boolean"
      },
      "description": {
        "type": "string",
        "maxLength": 20000
      }
    }
  },
  "Instant": {
    "type": "string",
    "pattern": "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z$",
    "description": "ISO 8601 in UTC."
  },
  "Interface": {
    "type": "object",
    "required": [
      "kind"
    ],
    "additionalProperties": false,
    "properties": {
      "kind": {
        "enum": [
          "cli",
          "rest",
          "mcp",
          "grpc",
          "library",
          "other"
        ]
      },
      "name": {
        "type": "string",
        "minLength": 1,
        "maxLength": 300
      },
      "endpoint": {
        "type": "string",
        "minLength": 1,
        "maxLength": 2000
      },
      "command": {
        "type": "string",
        "minLength": 1,
        "maxLength": 2000
      }
    }
  },
  "Kind": {
    "enum": [
      "required",
      "optional",
      "development"
    ],
    "description": "development: the scopes dev, development, test, testing, build and ci."
  },
  "LifecycleStage": {
    "enum": [
      "plan",
      "build",
      "validate",
      "release",
      "operate",
      "retired"
    ]
  },
  "Link": {
    "type": "object",
    "required": [
      "url"
    ],
    "additionalProperties": false,
    "properties": {
      "title": {
        "type": "string",
        "minLength": 1,
        "maxLength": 300
      },
      "url": {
        "type": "string",
        "minLength": 1,
        "maxLength": 2000
      }
    }
  },
  "ManifestReference": {
    "type": "object",
    "required": [
      "digest",
      "size"
    ],
    "additionalProperties": false,
    "properties": {
      "digest": {
        "$ref": "#/components/schemas/Digest"
      },
      "size": {
        "$ref": "#/components/schemas/Count",
        "description": "Bytes."
      },
      "bundles": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/BundleReference"
        },
        "description": "Files of Sigstore bundles: those that lie beside it, then the attestations that its host keeps."
      }
    }
  },
  "MatrixCapability": {
    "type": "object",
    "required": [
      "id",
      "standing",
      "versions",
      "asked",
      "needs"
    ],
    "additionalProperties": false,
    "properties": {
      "id": {
        "$ref": "#/components/schemas/Id"
      },
      "standing": {
        "$ref": "#/components/schemas/Standing"
      },
      "current": {
        "$ref": "#/components/schemas/Index",
        "description": "Its current version."
      },
      "versions": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/VersionOrNone"
        },
        "description": "Newest first."
      },
      "asked": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/Asked"
        },
        "description": "Every range that somebody asks of it, and the answer."
      },
      "needs": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/Needs"
        },
        "description": "What its versions depend on; versions that need the same stand together."
      }
    }
  },
  "Moment": {
    "type": "string",
    "pattern": "^\\d{4}-\\d\\d-\\d\\d(T\\d\\d:\\d\\d:\\d\\dZ)?$",
    "description": "A day, which stands for its first moment in UTC, or a time in UTC."
  },
  "Needs": {
    "type": "object",
    "required": [
      "versions",
      "edges"
    ],
    "additionalProperties": false,
    "properties": {
      "versions": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/Index"
        }
      },
      "edges": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/Edge"
        }
      }
    }
  },
  "Outcome": {
    "enum": [
      "verified",
      "unsigned",
      "untrusted",
      "invalid"
    ]
  },
  "Output": {
    "type": "object",
    "required": [
      "name"
    ],
    "additionalProperties": false,
    "properties": {
      "name": {
        "type": "string",
        "minLength": 1,
        "maxLength": 300
      },
      "type": {
        "type": "string",
        "minLength": 1,
        "maxLength": 300
      },
      "description": {
        "type": "string",
        "maxLength": 20000
      }
    }
  },
  "Provenance": {
    "type": "object",
    "description": "Who signed the manifest, whether the policy admits it, and why.",
    "required": [
      "outcome",
      "admitted",
      "rule",
      "reason"
    ],
    "additionalProperties": false,
    "properties": {
      "outcome": {
        "$ref": "#/components/schemas/Outcome"
      },
      "admitted": {
        "type": "boolean"
      },
      "rule": {
        "type": "string",
        "description": "The rule that decided: its first source pattern, or default."
      },
      "reason": {
        "type": "string"
      },
      "claims": {
        "$ref": "#/components/schemas/SignerClaims"
      },
      "time": {
        "type": "string",
        "description": "When it was signed, as a log or a timestamp authority says."
      },
      "log_index": {
        "type": "string"
      },
      "bundle": {
        "$ref": "#/components/schemas/Digest",
        "description": "The bundle that decided."
      }
    }
  },
  "ProviderVersion": {
    "type": "object",
    "required": [
      "version",
      "status"
    ],
    "additionalProperties": false,
    "properties": {
      "version": {
        "$ref": "#/components/schemas/VersionOrNone"
      },
      "status": {
        "enum": [
          "current",
          "superseded",
          "untrusted"
        ]
      },
      "ending": {
        "enum": [
          "deprecated",
          "retired"
        ],
        "description": "As the current version says, also of older ones."
      },
      "sunset": {
        "$ref": "#/components/schemas/Sunset"
      },
      "replaced_by": {
        "$ref": "#/components/schemas/Id"
      },
      "window": {
        "type": "string",
        "description": "How long it is kept after its deprecation."
      },
      "declared": {
        "type": "object",
        "description": "What its publisher says of other versions of it.",
        "additionalProperties": false,
        "properties": {
          "backward_compatible_with": {
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "breaks_compatibility_with": {
            "type": "array",
            "items": {
              "type": "string"
            }
          }
        }
      },
      "contract": {
        "type": "object",
        "description": "The result of its own checks, as its manifest has it.",
        "required": [
          "result"
        ],
        "additionalProperties": false,
        "properties": {
          "result": {
            "type": "string"
          },
          "last_run": {
            "type": [
              "string",
              "null"
            ]
          },
          "tool": {
            "type": "string"
          }
        }
      }
    }
  },
  "QuarantineDocument": {
    "type": "object",
    "description": "api/v1/quarantine.json",
    "required": [
      "quarantined"
    ],
    "additionalProperties": false,
    "properties": {
      "quarantined": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/QuarantinedManifest"
        }
      }
    }
  },
  "QuarantinedManifest": {
    "type": "object",
    "description": "A manifest that the policy does not admit. It appears nowhere else.",
    "required": [
      "source",
      "commit",
      "ref",
      "path",
      "manifest",
      "capabilities",
      "provenance",
      "reason"
    ],
    "additionalProperties": false,
    "properties": {
      "source": {
        "$ref": "#/components/schemas/SourceId"
      },
      "commit": {
        "type": [
          "string",
          "null"
        ]
      },
      "ref": {
        "type": [
          "string",
          "null"
        ]
      },
      "path": {
        "type": "string"
      },
      "manifest": {
        "$ref": "#/components/schemas/ManifestReference"
      },
      "capabilities": {
        "type": "array",
        "items": {
          "type": "object",
          "required": [
            "id",
            "version"
          ],
          "additionalProperties": false,
          "properties": {
            "id": {
              "type": "string"
            },
            "version": {
              "type": [
                "string",
                "null"
              ]
            }
          }
        }
      },
      "provenance": {
        "$ref": "#/components/schemas/Provenance"
      },
      "reason": {
        "type": "string"
      }
    }
  },
  "Reason": {
    "enum": [
      "range-holds",
      "equal",
      "only-superseded",
      "only-deprecated",
      "no-version-satisfies",
      "no-such-capability",
      "no-range",
      "range-not-understood",
      "version-not-semver",
      "quarantined",
      "only-quarantined"
    ]
  },
  "Reference": {
    "type": "string",
    "minLength": 1,
    "maxLength": 2000,
    "description": "A path inside the repository, or a URL."
  },
  "Severity": {
    "enum": [
      "error",
      "warning",
      "info"
    ]
  },
  "SeverityCounts": {
    "type": "object",
    "required": [
      "error",
      "warning",
      "info"
    ],
    "additionalProperties": false,
    "properties": {
      "error": {
        "$ref": "#/components/schemas/Count"
      },
      "warning": {
        "$ref": "#/components/schemas/Count"
      },
      "info": {
        "$ref": "#/components/schemas/Count"
      }
    }
  },
  "Signal": {
    "type": "object",
    "required": [
      "id"
    ],
    "additionalProperties": false,
    "properties": {
      "id": {
        "type": "string",
        "minLength": 1,
        "maxLength": 300,
        "description": "SIG.<scope>.<subject>.<state>"
      },
      "status": {
        "type": "string",
        "minLength": 1,
        "maxLength": 100
      },
      "doc": {
        "type": "string",
        "minLength": 1,
        "maxLength": 2000
      },
      "owner": {
        "type": "string",
        "minLength": 1,
        "maxLength": 200
      },
      "last_update": {
        "type": "string",
        "minLength": 1,
        "maxLength": 100
      }
    }
  },
  "SignerClaims": {
    "type": "object",
    "description": "What the certificate, or a key of the policy, says of who signed.",
    "additionalProperties": false,
    "properties": {
      "issuer": {
        "type": "string"
      },
      "subject": {
        "type": "string"
      },
      "source_repository": {
        "type": "string"
      },
      "source_repository_id": {
        "type": "string"
      },
      "source_repository_owner_id": {
        "type": "string"
      },
      "signer_workflow": {
        "type": "string"
      },
      "ref": {
        "type": "string"
      },
      "commit": {
        "type": "string"
      },
      "runner_environment": {
        "type": "string"
      },
      "public_key": {
        "type": "string"
      }
    }
  },
  "SourceId": {
    "type": "string",
    "minLength": 1,
    "maxLength": 400,
    "description": "github.com/owner/name, git.example.org/team/repo, dir:example/alpha"
  },
  "SourceRow": {
    "type": "object",
    "required": [
      "id",
      "kind",
      "state",
      "commit",
      "reading",
      "manifests",
      "capabilities",
      "findings",
      "file"
    ],
    "additionalProperties": false,
    "properties": {
      "id": {
        "$ref": "#/components/schemas/SourceId"
      },
      "kind": {
        "enum": [
          "directory",
          "git",
          "github"
        ]
      },
      "url": {
        "type": "string",
        "description": "Where it is pulled from; absent for what only this machine can reach."
      },
      "state": {
        "$ref": "#/components/schemas/SourceState"
      },
      "commit": {
        "type": [
          "string",
          "null"
        ],
        "description": "The commit whose manifests the catalog holds; for a folder the digest of what was read; null if nothing was ever read."
      },
      "tags": {
        "type": "object",
        "additionalProperties": {
          "type": "string"
        },
        "description": "Tags that were read, with their commits."
      },
      "reading": {
        "anyOf": [
          {
            "$ref": "#/components/schemas/Digest"
          },
          {
            "type": "null"
          }
        ],
        "description": "Digest of all else that decided what was read: globs, folder, generator."
      },
      "ttl": {
        "$ref": "#/components/schemas/Duration"
      },
      "repository_id": {
        "type": "string",
        "description": "The repository's id at its host, as the host or a verified certificate first gave it. Another one later is a conflict."
      },
      "moved_to": {
        "type": "string",
        "maxLength": 400,
        "description": "owner/name that the host gives the repository now, where it was renamed or transferred."
      },
      "unsettled": {
        "const": true,
        "description": "A manifest was new and unsigned. Attesting takes its time: the next run looks again, once."
      },
      "manifests": {
        "$ref": "#/components/schemas/Count"
      },
      "capabilities": {
        "$ref": "#/components/schemas/Count"
      },
      "findings": {
        "$ref": "#/components/schemas/SeverityCounts"
      },
      "file": {
        "type": "string",
        "description": "Its name as a file: sources/<file>.html."
      }
    }
  },
  "SourceState": {
    "enum": [
      "ok",
      "empty",
      "missing",
      "disabled",
      "no-default-branch",
      "unreachable",
      "rate-limited",
      "deleted"
    ],
    "description": "ok: it was read, under another name where it has a moved_to. empty: it was read, and nothing was ever pushed to it. missing: the host says that it is not there or not ours to see. disabled: the host blocks it. no-default-branch: it has commits, and its default branch none. unreachable: no usable answer. rate-limited: the host asked us to come back later. deleted: the configuration no longer lists it."
  },
  "SourcesDocument": {
    "type": "object",
    "description": "api/v1/sources.json",
    "required": [
      "sources"
    ],
    "additionalProperties": false,
    "properties": {
      "sources": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/SourceRow"
        }
      },
      "github": {
        "$ref": "#/components/schemas/GitHubUsage"
      }
    }
  },
  "Stability": {
    "enum": [
      "experimental",
      "beta",
      "stable",
      "deprecated"
    ]
  },
  "Standing": {
    "enum": [
      "known",
      "untrusted",
      "missing",
      "alias"
    ],
    "description": "untrusted: only quarantined manifests describe it. missing: somebody depends on it and nobody describes it. alias: an older name."
  },
  "Strings": {
    "type": "array",
    "items": {
      "type": "string",
      "minLength": 1,
      "maxLength": 2000
    }
  },
  "Sunset": {
    "type": "string",
    "description": "An ISO 8601 date or date and time."
  },
  "Tier": {
    "enum": [
      "conformant",
      "indexed"
    ],
    "description": "conformant: valid against manifest.schema.json as it is. indexed: read, with findings."
  },
  "ValidationStatus": {
    "type": "object",
    "required": [
      "result"
    ],
    "additionalProperties": false,
    "properties": {
      "result": {
        "type": "string",
        "minLength": 1,
        "maxLength": 100
      },
      "last_run": {
        "type": [
          "string",
          "null"
        ],
        "maxLength": 100
      },
      "tool": {
        "type": "string",
        "minLength": 1,
        "maxLength": 300
      }
    }
  },
  "ValueScenario": {
    "type": "object",
    "required": [
      "id"
    ],
    "additionalProperties": false,
    "properties": {
      "id": {
        "type": "string",
        "minLength": 1,
        "maxLength": 300,
        "description": "<domain>.<capability>.<verb>"
      },
      "title": {
        "type": "string",
        "minLength": 1,
        "maxLength": 300
      },
      "guide": {
        "type": "string",
        "minLength": 1,
        "maxLength": 2000
      },
      "tests": {
        "$ref": "#/components/schemas/Strings"
      },
      "status": {
        "type": "string",
        "minLength": 1,
        "maxLength": 100
      },
      "capability": {
        "type": "string",
        "minLength": 1,
        "maxLength": 300
      }
    }
  },
  "Verdict": {
    "enum": [
      "compatible",
      "deprecated",
      "incompatible",
      "missing",
      "unknown",
      "untrusted"
    ],
    "description": "compatible: the range holds. deprecated: only deprecated or retired versions satisfy it. incompatible: no version does. missing: no such capability. unknown: no range, or not SemVer. untrusted: the provider is quarantined. A reader makes `waived` of it where a waiver holds."
  },
  "VerdictCounts": {
    "type": "object",
    "required": [
      "compatible",
      "deprecated",
      "incompatible",
      "missing",
      "unknown",
      "untrusted"
    ],
    "additionalProperties": false,
    "properties": {
      "compatible": {
        "$ref": "#/components/schemas/Index"
      },
      "deprecated": {
        "$ref": "#/components/schemas/Index"
      },
      "incompatible": {
        "$ref": "#/components/schemas/Index"
      },
      "missing": {
        "$ref": "#/components/schemas/Index"
      },
      "unknown": {
        "$ref": "#/components/schemas/Index"
      },
      "untrusted": {
        "$ref": "#/components/schemas/Index"
      }
    }
  },
  "VersionOrNone": {
    "type": [
      "string",
      "null"
    ]
  },
  "Waiver": {
    "title": "Waiver",
    "description": "Leave for one consumer to go on with one capability although the matrix speaks against it, for at most 30 days.",
    "type": "object",
    "required": [
      "capability",
      "consumer",
      "verdict",
      "reason",
      "approver",
      "granted",
      "expires"
    ],
    "additionalProperties": false,
    "properties": {
      "capability": {
        "$ref": "#/components/schemas/CapabilityId",
        "description": "Id of the capability that is depended on."
      },
      "consumer": {
        "$ref": "#/components/schemas/CapabilityId",
        "description": "Id of the capability that depends on it."
      },
      "verdict": {
        "enum": [
          "incompatible",
          "unknown",
          "missing",
          "deprecated"
        ],
        "description": "What is waived. Who may sign is the trust policy's to decide: untrusted cannot be waived."
      },
      "reason": {
        "type": "string",
        "minLength": 1,
        "maxLength": 2000
      },
      "approver": {
        "type": "string",
        "minLength": 1,
        "maxLength": 200,
        "description": "Who answers for it."
      },
      "granted": {
        "$ref": "#/components/schemas/Moment",
        "description": "From when on it holds."
      },
      "expires": {
        "$ref": "#/components/schemas/Moment",
        "description": "The first moment at which it holds no more; at most 30 days after granted."
      }
    }
  },
  "WaiversDocument": {
    "type": "object",
    "description": "api/v1/waivers.json: the waivers that the decision log grants and whose files are there. Which of them hold depends on the time.",
    "required": [
      "waivers"
    ],
    "additionalProperties": false,
    "properties": {
      "waivers": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/AppliedWaiver"
        }
      }
    }
  }
};
