package seal

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestABoxOpensOnlyAsItWasClosed: another key, another place or another text
// opens nothing.
func TestABoxOpensOnlyAsItWasClosed(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		plain := rapid.SliceOf(rapid.Byte()).Draw(t, "plain")
		about := rapid.SliceOfN(rapid.String(), 1, 4).Draw(t, "about")
		b := newBox(newKey())
		text := b.close(plain, about...)
		got, err := b.open(text, about...)
		if err != nil || string(got) != string(plain) {
			t.Fatalf("%q came back as %q, %v", plain, got, err)
		}
		if again := b.close(plain, about...); again == text {
			t.Fatal("the same value closes to the same text")
		}
		if _, err := newBox(newKey()).open(text, about...); err == nil {
			t.Fatal("another key opens it")
		}
		other := rapid.SliceOfN(rapid.String(), 0, 4).Draw(t, "other")
		if !slices.Equal(other, about) {
			if _, err := b.open(text, other...); err == nil {
				t.Fatalf("closed about %q, opens about %q", about, other)
			}
		}
		at := rapid.IntRange(len(form), len(text)-1).Draw(t, "at")
		flipped := []byte(text)
		flipped[at] ^= 4
		if got, err := b.open(string(flipped), about...); err == nil && string(got) != string(plain) {
			t.Fatal("a changed text opens to something else")
		}
	})
}

// TestWordsAreToldApart by where one ends.
func TestWordsAreToldApart(t *testing.T) {
	t.Parallel()
	if string(bound([]string{"ab", "c"})) == string(bound([]string{"a", "bc"})) || string(bound([]string{"a"})) == string(bound([]string{"a", ""})) {
		t.Error("two places come to the same bytes")
	}
}

// TestLengthsAreHidden up to a block.
func TestLengthsAreHidden(t *testing.T) {
	t.Parallel()
	b := newBox(newKey())
	if a, z := b.close(padded([]byte(`"An"`))), b.close(padded([]byte(`"Nguyễn Thị Hồng Nhung"`))); len(a) != len(z) {
		t.Errorf("lengths %d and %d tell two names apart", len(a), len(z))
	}
}
