/** The Data Storage service: it owns the schema, and other services write and read the audit trail through it. */
@NullMarked
package com.example.datastorage;

import org.jspecify.annotations.NullMarked;
