package source

import (
	"errors"
	"regexp"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// Complaint is one thing the YAML library refuses.
type Complaint struct {
	Line int
	What string
}

var yamlLine = regexp.MustCompile(`line (\d+): (.*)`)

// Complaints turns the library's sentences about a document into places.
func Complaints(data []byte, err error) []Complaint {
	texts := []string{err.Error()}
	var te *yaml.TypeError
	if errors.As(err, &te) {
		texts = te.Errors
	} else if at := misindented(data); at > 0 {
		return []Complaint{{at, "the line stands neither below nor beside the one it belongs to"}}
	}
	out := make([]Complaint, len(texts))
	for i, text := range texts {
		out[i] = Complaint{1, text}
		if m := yamlLine.FindStringSubmatch(text); m != nil {
			out[i].Line, _ = strconv.Atoi(m[1]) // digits
			out[i].What = m[2]
		}
	}
	return out
}
