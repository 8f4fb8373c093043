package blob_test

import (
	"testing"

	"github.com/doanket/doanket/core/blob/blobtest"
)

func TestStore(t *testing.T) {
	t.Parallel()
	blobtest.Suite(t)
}
