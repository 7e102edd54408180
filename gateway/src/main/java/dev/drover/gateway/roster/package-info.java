/**
 * Who answers: every model and cascade that the policies in force name, ready to be asked, and for each policy the
 * strategy that chooses among them. A new set of policies makes a new roster in one step; models in this process that
 * have not changed are carried over, and requests that run keep the roster they began with.
 */
@NullMarked
package dev.drover.gateway.roster;

import org.jspecify.annotations.NullMarked;
