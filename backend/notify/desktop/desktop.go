// Package desktop shows notifications through the operating system, for runs
// without a window. It alone knows the systems' notification services. The rule
// not to break: no text of ours becomes part of a command or a script.
package desktop

// Name is how deliveries by this channel are recorded.
const Name = "desktop"

// app is the name notifications appear under.
const app = "Headroom"

// Sender shows messages as notifications of the operating system.
type Sender struct{}

// New returns a Sender.
func New() *Sender { return &Sender{} }
