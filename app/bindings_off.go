//go:build !bindings

package app

// generatingBindings is true in the build that only writes frontend/wailsjs,
// which must not touch a profile.
const generatingBindings = false
