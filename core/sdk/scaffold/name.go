package scaffold

import (
	"encoding/json"
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/schema"
	"github.com/doanket/doanket/core/text"
)

// form is what the id of a module looks like.
var form = regexp.MustCompile(`^[a-z][a-z0-9]{2,29}$`)

// rooms of the core, whose words its code must be free to say: no line of the
// core names a task area.
var rooms = strings.Fields(`access audit blob calendar closing coretest db document duty fault id idempotency
	identity indicator installation job kind ledger manifest module notice overlap paper programme proposal province
	publication record report sdk seal search setup sheet succession switchboard tenant text unit upload web`)

// packages of the standard library: a program called like one is confused with
// it by people and by tools.
var packages = strings.Fields(`adler32 aes ascii85 asn1 ast atomic base32 base64 big binary bits bufio build buildinfo bytes bzip2 cgi cgo cipher cmp cmplx color
	comment constant constraint context cookiejar coverage crc32 crc64 crypto cryptotest csv debug des doc draw driver dsa dwarf ecdh
	ecdsa ed25519 elf elliptic embed encoding errors exec expvar fcgi filepath fips140 flag flate fmt fnv format fstest gif gob gosym
	gzip hash heap hex hkdf hmac hpke html http httptest httptrace httputil image importer iotest ioutil iter jpeg json jsonrpc list
	log lzw macho mail maphash maps math md5 metrics mime mlkem mlkemtest multipart net netip palette parse parser path pbkdf2 pem
	pkix plan9obj plugin png pprof printer quick quotedprintable race rand rc4 reflect regexp ring rpc rsa runtime scanner sha1 sha256
	sha3 sha512 signal slices slog slogtest smtp sort sql strconv strings structs subtle suffixarray sync synctest syntax syscall
	syslog tabwriter tar template testing textproto time tls token trace types tzdata unicode unique unsafe url user utf16 utf8
	version weak x509 xml zip zlib`)

// refusal says why id cannot be the id of a module, and the nearest that can
// be; "" when it can.
func refusal(id string) (why, nearest string) {
	switch {
	case !form.MatchString(id):
		return "3 to 30 lower case letters and digits, starting with a letter", near(id)
	case meaning(id) != "":
		return "it is " + meaning(id), near(id)
	}
	return "", ""
}

// meaning says what a word stands for already, "" for a free one.
func meaning(id string) string {
	switch {
	case id == manifest.CoreID:
		return "the platform itself"
	case id == placeholder, id == "main":
		return "what every module is called before it has a name"
	case token.IsKeyword(id), types.Universe.Lookup(id) != nil:
		return "a word of Go"
	case slices.Contains(rooms, id):
		return "a part of the platform"
	case slices.Contains(packages, id):
		return "a package of Go"
	case slices.Contains(contract(), id):
		return "a word of the manifest"
	}
	return ""
}

// near makes the closest free id out of what was wanted.
func near(id string) string {
	var b strings.Builder
	for _, r := range text.Fold(id) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' && b.Len() > 0 {
			b.WriteRune(r)
		}
	}
	word := b.String()
	if word == "" {
		return "garden"
	}
	for _, end := range []string{"", "s", "work", "area"} {
		if able := word[:min(len(word), 30-len(end))] + end; form.MatchString(able) && meaning(able) == "" {
			return able
		}
	}
	return "garden"
}

// contract is every word keys of the manifest choose from: types, phases, rhythms.
func contract() []string {
	raw, err := schema.JSON()
	var tree any
	if err != nil || json.Unmarshal(raw, &tree) != nil {
		return nil
	}
	return words(tree, nil)
}

func words(node any, out []string) []string {
	switch n := node.(type) {
	case []any:
		for _, e := range n {
			out = words(e, out)
		}
	case map[string]any:
		if values, ok := n["enum"].([]any); ok {
			for _, v := range values {
				if s, ok := v.(string); ok {
					out = append(out, s)
				}
			}
		}
		for _, e := range n {
			out = words(e, out)
		}
	}
	return out
}
