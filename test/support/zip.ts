import { crc32, deflateRawSync } from 'node:zlib'

/** An archive of these files: what an office program would have written, part by part. */
export function zip(files: Readonly<Record<string, string>>): Buffer {
  const [parts, directory] = [[] as Buffer[], [] as Buffer[]]
  let at = 0
  for (const [name, text] of Object.entries(files)) {
    const [named, content] = [Buffer.from(name), Buffer.from(text)]
    const packed = deflateRawSync(content)
    const about = Buffer.alloc(26)
    about.writeUInt16LE(20, 0)
    about.writeUInt16LE(8, 4)
    about.writeUInt32LE(crc32(content), 10)
    about.writeUInt32LE(packed.length, 14)
    about.writeUInt32LE(content.length, 18)
    about.writeUInt16LE(named.length, 22)
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), about, named, packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(at, 10)
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), about, tail, named]))
    parts.push(local)
    at += local.length
  }
  const whole = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(parts.length, 4)
  end.writeUInt16LE(parts.length, 6)
  end.writeUInt32LE(whole.length, 8)
  end.writeUInt32LE(at, 12)
  return Buffer.concat([...parts, whole, Buffer.from('PK\u0005\u0006', 'latin1'), end])
}

/** A workbook of one sheet, from the XML of its rows. */
export function workbook(rows: string, { sheet = '工单', shared = '', styles = '', before = '', after = '' } = {}): Buffer {
  return zip({
    'xl/workbook.xml': `<?xml version="1.0"?><workbook xmlns:r="r"><sheets><sheet name="${sheet}" sheetId="7" r:id="rId3"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="rId3" Type="t" Target="worksheets/sheet9.xml"/></Relationships>',
    'xl/sharedStrings.xml': `<sst>${shared}</sst>`,
    'xl/styles.xml': `<styleSheet>${styles}</styleSheet>`,
    'xl/worksheets/sheet9.xml': `${before}<worksheet><sheetData>${rows}${after}</sheetData></worksheet>`
  })
}
