/* Stands between a program and its disk (LD_PRELOAD), for the files whose name holds "anomalia.db": counts what is written
 * and synced, fails one such call or all that would make a file grow, and records them in their order. It is told what to do
 * by a shared page, the file TORTURE_CONTROL, and records into the file TORTURE_RECORD. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
#include <unistd.h>

struct control {
  /* 0: only count; 1: fail the call `nth`; 2: fail whatever makes a file grow; 3: fail every write; 4: count the calls on the
   * database itself, not on its log, and fail the call `nth`, or where that is 0 each sync */
  int64_t armed;
  int64_t nth;   /* counted from 1 */
  int64_t code;  /* errno */
  int64_t count; /* calls since it was set to 0 */
  int64_t failed;
};

static struct control *control;
static int record = -1;
static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;

static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_write)(int, const void *, size_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_ftruncate)(int, off_t);

__attribute__((constructor)) static void begin(void) {
  real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
  real_write = dlsym(RTLD_NEXT, "write");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
  const char *path = getenv("TORTURE_CONTROL");
  if (path) {
    int fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd >= 0) {
      void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
      if (page != MAP_FAILED) control = page;
      close(fd);
    }
  }
  path = getenv("TORTURE_RECORD");
  if (path) record = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
}

/* 0: the database, 1: its log; -1: another file. */
static int which(int fd) {
  char link[64], path[1024];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return -1;
  path[length] = 0;
  char *name = strrchr(path, '/');
  name = name ? name + 1 : path;
  if (!strcmp(name, "anomalia.db")) return 0;
  if (!strcmp(name, "anomalia.db-wal")) return 1;
  return -1;
}

/* Whether this call is to fail. */
static int fails(int file, int grows) {
  if (!control) return 0;
  int64_t armed = __atomic_load_n(&control->armed, __ATOMIC_SEQ_CST);
  if (armed == 4 && file != 0) return 0;
  int64_t nth = __atomic_add_fetch(&control->count, 1, __ATOMIC_SEQ_CST);
  int is_nth = (armed == 1 || armed == 4) && nth == control->nth;
  int is_sync = armed == 4 && control->nth == 0 && grows < 0;
  int fail = is_nth || is_sync || (armed == 2 && grows > 0) || (armed == 3 && grows >= 0);
  if (!fail) return 0;
  __atomic_add_fetch(&control->failed, 1, __ATOMIC_SEQ_CST);
  errno = (int)control->code;
  return 1;
}

static int grows(int fd, off_t end) {
  struct stat about;
  return fstat(fd, &about) == 0 && end > about.st_size;
}

/* One record in one write, so that others may append their own between: kind, file, offset, length, bytes. */
static void note(char kind, int file, int64_t offset, const void *bytes, int64_t length) {
  if (record < 0) return;
  struct { char kind, file, pad[6]; int64_t offset, length; } head = {kind, (char)file, {0}, offset, length};
  struct iovec parts[2] = {{&head, sizeof head}, {(void *)bytes, bytes ? (size_t)length : 0}};
  if (writev(record, parts, 2) < 0) abort();
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t offset) {
  int file = which(fd);
  if (file < 0) return real_pwrite(fd, bytes, length, offset);
  if (fails(file, grows(fd, offset + (off_t)length))) return -1;
  pthread_mutex_lock(&order);
  ssize_t done = real_pwrite(fd, bytes, length, offset);
  if (done > 0) note('w', file, offset, bytes, done);
  pthread_mutex_unlock(&order);
  return done;
}
/* A full disk says so, too. */
int statvfs64(const char *path, struct statvfs64 *about) {
  static int (*real)(const char *, struct statvfs64 *);
  if (!real) real = dlsym(RTLD_NEXT, "statvfs64");
  int done = real(path, about);
  if (done == 0 && control && control->armed == 2) about->f_bavail = about->f_bfree = 0;
  return done;
}
int statvfs(const char *path, struct statvfs *about) { return statvfs64(path, (struct statvfs64 *)about); }

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) { return pwrite64(fd, bytes, length, offset); }

ssize_t write(int fd, const void *bytes, size_t length) {
  if (fd == record) return real_write(fd, bytes, length);
  int file = which(fd);
  if (file < 0) return real_write(fd, bytes, length);
  off_t offset = lseek(fd, 0, SEEK_CUR);
  if (fails(file, grows(fd, offset + (off_t)length))) return -1;
  pthread_mutex_lock(&order);
  ssize_t done = real_write(fd, bytes, length);
  if (done > 0) note('w', file, offset, bytes, done);
  pthread_mutex_unlock(&order);
  return done;
}

static int sync_of(int fd, int (*real)(int)) {
  int file = which(fd);
  if (file < 0) return real(fd);
  if (fails(file, -1)) return -1;
  /* The harness cuts the power anywhere: the real disk needn't be waited for. What was written before this is safe after. */
  pthread_mutex_lock(&order);
  int done = record >= 0 ? 0 : real(fd);
  if (done == 0) note('s', file, 0, NULL, 0);
  pthread_mutex_unlock(&order);
  return done;
}
int fsync(int fd) { return sync_of(fd, real_fsync); }
int fdatasync(int fd) { return sync_of(fd, real_fdatasync); }

int ftruncate64(int fd, off_t length) {
  int file = which(fd);
  if (file < 0) return real_ftruncate(fd, length);
  if (fails(file, 0)) return -1;
  pthread_mutex_lock(&order);
  int done = real_ftruncate(fd, length);
  if (done == 0) note('t', file, length, NULL, 0);
  pthread_mutex_unlock(&order);
  return done;
}
int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }
