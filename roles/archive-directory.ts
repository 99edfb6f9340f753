import path from 'node:path'

/** Where archive packages stand: beside the data, also of a cluster, where several processes share it by a mounted folder. */
export function archiveDirectory(dataDirectory: string): string {
  return path.join(dataDirectory, 'archives')
}
