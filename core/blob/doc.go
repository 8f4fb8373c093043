// Package blob keeps bytes in S3: one bucket per province, every object
// version kept, accepted ones locked against deletion.
//
// Owns: the one Store over minio-go, bucket names, translation of the store's
// errors into faults. embedded/ runs an S3 server inside the process,
// blobtest/ is the suite every store must pass.
// Does not own: what the bytes mean, who may read them, when they may go (upload).
// Called by: closing, blob/blobtest, installation, province, upload, cmd/doanket.
package blob
