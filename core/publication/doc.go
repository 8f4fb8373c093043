// Package publication is what a province shows to everybody: a page without a sign-in,
// of the kinds and fields its administrator switched on, and of no others.
//
// Owns: which records and which of their fields stand on the page, how a value is
// said there, how long a page is kept.
// Does not own: what may ever be shown (manifest), what is switched on (tenant), the
// page as HTML (web).
// Called by: installation, web.
//
// A field is shown when the manifest in use lets it be shown and the province says so;
// both are asked at every page, so that neither an older setting nor a folder that was
// applied can open what is closed.
package publication
