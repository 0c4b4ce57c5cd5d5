//go:build nopolicy

package app

// contentSecurityPolicy allows everything: the control of the test that shows
// the real one at work. Nothing that is shipped is built with this tag.
const contentSecurityPolicy = "default-src * 'unsafe-inline' 'unsafe-eval' data:"
