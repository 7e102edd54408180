/**
 * What a gateway must get right, as cases that can be run against any gateway with OpenAI's interface: the suite plays an
 * upstream that misbehaves and a client that looks closely. A group of cases is one class, listed in
 * {@link dev.drover.gateway.faults.FaultSuite}; a case is a name, the behaviour it belongs to, what the upstream does, and
 * what the client demands. This code blocks, on threads of its own: it is no part of a running gateway.
 */
@NullMarked
package dev.drover.gateway.faults;

import org.jspecify.annotations.NullMarked;
