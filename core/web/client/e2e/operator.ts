import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

// The operator's machine: the folder of modules that belongs to the stories
// alone (cmd/dev e2e copies it) and the server's children.

const need = (name: string): string => {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set: run the stories with cmd/dev e2e`)
  return value
}

/** Children of the server that run this module: the supervisor names each after its module. */
export function processesOf(module: string): number[] {
  const server = need('DOANKET_E2E_PID')
  const children = readdirSync(`/proc/${server}/task`).flatMap((task) => {
    try {
      return readFileSync(`/proc/${server}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
    } catch {
      return [] // the thread has ended meanwhile
    }
  })
  return children.filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0] === module
    } catch {
      return false
    }
  })
}

/** Replaces a module by rubbish and kills what runs of it; the answer puts it right again. */
export function spoil(module: string): () => void {
  const path = `${need('DOANKET_E2E_MODULES')}/${module}`
  const sound = readFileSync(path)
  // By renaming: a module that is just being read is whole or rubbish, never half.
  const put = (content: Buffer) => {
    writeFileSync(`${path}.new`, content, { mode: 0o755 })
    renameSync(`${path}.new`, path)
  }
  put(Buffer.from('not a program\n'))
  for (const pid of processesOf(module)) process.kill(pid, 'SIGKILL')
  return () => put(sound)
}
