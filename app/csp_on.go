//go:build !nopolicy

package app

// contentSecurityPolicy allows the window its own files and nothing else. Mantine
// writes style elements and attributes, hence unsafe-inline for styles; ECharts
// draws pictures as data addresses. Frames are forbidden because Wails on Linux
// would let a page in one call the program.
const contentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; " +
	"img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src 'none'; child-src 'none'; " +
	"worker-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
