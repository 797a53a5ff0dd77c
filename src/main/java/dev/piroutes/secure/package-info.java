/**
 * Makes the folder of the secure profile from route files: users, permissions, keys and certificates. It reads text and
 * writes files; nothing is started but the JDK's {@code keytool}.
 */
@NullMarked
package dev.piroutes.secure;

import org.jspecify.annotations.NullMarked;
