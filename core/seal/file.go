package seal

import (
	"errors"
	"io"

	"filippo.io/age"

	"github.com/doanket/doanket/core/fault"
)

// stanza is the kind of line in an age file's head that holds its key, wrapped by a
// master key.
const stanza = "doanket-master"

// SealFile encrypts what is written to it under the master key that wraps now: only
// who has that key can read the file, and only who has it can have made it. Close ends
// the file; w stays open.
func (k *Keys) SealFile(w io.Writer) (io.WriteCloser, error) {
	return age.Encrypt(w, fileSeal{k})
}

// OpenFile is what SealFile was given, proved piece by piece as it is read; a file that
// was changed or cut fails where it was, at its end the latest. Faults: Invalid
// backup_malformed for what no SealFile wrote; Unavailable seal_key_unknown with the
// master key that is not named here.
func (k *Keys) OpenFile(r io.Reader) (io.Reader, error) {
	out, err := age.Decrypt(r, fileSeal{k})
	if err != nil && !fault.Is(err, fault.Unavailable) {
		return nil, fault.New(fault.Invalid, "backup_malformed", fault.Cause(err))
	}
	return out, err
}

// fileSeal wraps and unwraps the keys of files; age asks it.
type fileSeal struct{ keys *Keys }

func (f fileSeal) Wrap(fileKey []byte) ([]*age.Stanza, error) {
	m := f.keys.current()
	return []*age.Stanza{{Type: stanza, Args: []string{m.id}, Body: []byte(m.box.close(fileKey, "file"))}}, nil
}

func (f fileSeal) Unwrap(all []*age.Stanza) ([]byte, error) {
	if len(all) != 1 || all[0].Type != stanza || len(all[0].Args) != 1 {
		return nil, errors.New("not sealed by a master key")
	}
	m, err := f.keys.master(all[0].Args[0])
	if err != nil {
		return nil, err
	}
	return m.box.open(string(all[0].Body), "file")
}
