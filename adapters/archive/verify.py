#!/usr/bin/env python3
# 望楼归档包核验（Python 3.6 及以上，只用标准库，无须联网，不依赖任何其他文件）。
# 用法：python3 verify.py 归档包.tar [--root 根哈希]      退出码：0 通过，1 未通过
# SPDX-License-Identifier: Apache-2.0
import datetime
import hashlib
import json
import os
import re
import sys

BLOCK = 512
CHUNK = 1 << 20
HEX = re.compile(r'[0-9a-f]{64}')
NAME = re.compile(r'[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*')
CHAIN = re.compile(r'incidents/[0-9]+/events\.jsonl')
FIELD = re.compile(r'snapshot|evidence', re.IGNORECASE)
ZERO_HASH = '0' * 64
KEPT_WHOLE = ('archive.json', 'SHA256SUMS', 'ROOT')


class Broken(Exception):
    pass


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def is_hex(value):
    return isinstance(value, str) and HEX.fullmatch(value) is not None


def header_of(name, size, seconds):
    """由文件名、长度、时间重新算出的文件头；与包中的逐字节比较，任何一处不同都是改动。"""
    header = bytearray(BLOCK)

    def put(at, data):
        header[at:at + len(data)] = data

    put(0, name.encode('latin-1'))
    put(100, b'0000644\0')
    put(108, b'0000000\0')
    put(116, b'0000000\0')
    put(124, b'%011o\0' % size)
    put(136, b'%011o\0' % seconds)
    put(148, b' ' * 8)
    put(156, b'0')
    put(257, b'ustar\x0000')
    put(148, b'%06o\0 ' % sum(header))
    return bytes(header)


def read_octal(header, start, what):
    text = header[start:start + 11]
    if re.fullmatch(rb'[0-7]{11}', text) is None or header[start + 11] != 0:
        raise Broken('文件头中的%s不合规范' % what)
    return int(text, 8)


def keys_in(value, name, add):
    """名为 snapshot、evidence(s)、…Evidence 等的字段所指的留存件：都应在包中。"""
    if isinstance(value, str):
        if FIELD.search(name) and is_hex(value):
            add(value)
    elif isinstance(value, list):
        for item in value:
            keys_in(item, name, add)
    elif isinstance(value, dict):
        for key, item in value.items():
            keys_in(item, key, add)


class Package:
    def __init__(self, file):
        self.faults = []
        self.sums = {}
        self.whole = {}
        self.wanted = {}
        self.mentioned = set()
        self.chains = {}
        self.lines = {}
        self.events = 0
        self.evidence = 0
        self.seconds = None
        self.about = None
        self.file = open(file, 'rb')
        self.size = os.fstat(self.file.fileno()).st_size
        self.at = 0

    def fault(self, words):
        self.faults.append(words)

    def read(self, length):
        data = self.file.read(length)
        if len(data) != length:
            raise Broken('文件不完整：在中途结束')
        self.at += length
        return data

    def read_all(self):
        """逐个文件读到结尾；结尾是两个空块，其后不许再有任何字节。"""
        while True:
            header = self.read(BLOCK)
            if not any(header):
                break
            self.read_member(header)
        if any(self.read(BLOCK)):
            raise Broken('结尾不合规范')
        if self.at != self.size:
            raise Broken('结尾之后还有 %d 个字节' % (self.size - self.at))

    def read_member(self, header):
        name = header[:100].split(b'\0', 1)[0].decode('latin-1')
        if NAME.fullmatch(name) is None:
            raise Broken('文件名不合规范：%r' % name)
        size = read_octal(header, 124, '长度')
        seconds = read_octal(header, 136, '时间')
        if header != header_of(name, size, seconds):
            raise Broken('%s 的文件头被改动' % name)
        if self.seconds is not None and self.seconds != seconds:
            raise Broken('%s 的时间与其他文件不同' % name)
        self.seconds = seconds
        if name in self.sums:
            raise Broken('%s 出现两次' % name)
        if size > self.size - self.at:
            raise Broken('%s 不完整' % name)
        self.sums[name] = self.read_content(name, size)
        if any(self.read(-size % BLOCK)):
            raise Broken('%s 之后的填充被改动' % name)

    def read_content(self, name, size):
        digest = hashlib.sha256()
        line_of = self.line_reader(name)
        kept = []
        rest = b''
        left = size
        while left > 0:
            chunk = self.read(min(left, CHUNK))
            left -= len(chunk)
            digest.update(chunk)
            if name in KEPT_WHOLE:
                kept.append(chunk)
            if line_of is not None:
                lines = (rest + chunk).split(b'\n')
                rest = lines.pop()
                for line in lines:
                    line_of(line)
        if rest:
            self.fault('%s 的最后一行不完整' % name)
        if name in KEPT_WHOLE:
            self.whole[name] = b''.join(kept)
        return digest.hexdigest()

    def line_reader(self, name):
        if not name.endswith('.jsonl'):
            return None
        self.lines[name] = 0
        is_chain = CHAIN.fullmatch(name) is not None
        if is_chain:
            self.chains[name] = {'hash': ZERO_HASH, 'seen': set()}

        def read_line(line):
            number = self.lines[name] + 1
            self.lines[name] = number
            try:
                value = json.loads(line.decode('utf-8'))
            except ValueError:
                self.fault('%s 第 %d 行不是 JSON' % (name, number))
                return
            if not isinstance(value, dict):
                self.fault('%s 第 %d 行不是对象' % (name, number))
            elif is_chain:
                self.check_event(name, number, line, value)
            elif name == 'mentions.jsonl':
                keys_in(value.get('mention'), '', lambda key: self.wanted.setdefault(key, '信息第 %d 条' % number))
            elif name == 'papers.jsonl':
                keys_in(value, '', lambda key: self.wanted.setdefault(key, '公文第 %d 件' % number))
            elif name == 'evidence.jsonl':
                self.mentioned.add(value.get('key'))

        return read_line

    def check_event(self, name, number, line, event):
        """一条事件：编号连续，接着前一条，内容的 SHA-256 就是它的 hash（去掉 hash 一项后的原文）。"""
        place = '%s 第 %d 条' % (name, number)
        chain = self.chains[name]
        given = str(event.get('hash'))
        bare = line.replace(('"hash":"%s",' % given).encode('utf-8', 'replace'), b'', 1)
        body = event.get('body')
        if event.get('seq') != number:
            self.fault('%s：编号为 %s' % (place, event.get('seq')))
        if event.get('previous') != chain['hash']:
            self.fault('%s：与前一条不相接' % place)
        if bare == line or sha256(bare) != given:
            self.fault('%s：内容与其哈希不符' % place)
        if str(event.get('id')) in chain['seen']:
            self.fault('%s：同一原因出现两次' % place)
        if number == 1 and not (isinstance(body, dict) and body.get('type') == 'opened'):
            self.fault('%s：不是立案' % place)
        chain['seen'].add(str(event.get('id')))
        chain['hash'] = given
        self.events += 1
        keys_in(body, '', lambda key: self.wanted.setdefault(key, place))

    def check(self, root):
        """清单、根哈希、事件链首、证据与事件的对应。"""
        if any(name not in self.whole for name in KEPT_WHOLE):
            raise Broken('缺少清单、根哈希或 archive.json')
        sums = self.whole['SHA256SUMS']
        names = list(self.sums)
        listed = names[:-2]
        if names[-2:] != ['SHA256SUMS', 'ROOT']:
            self.fault('清单与根哈希不在最后')
        expected = ''.join('%s  %s\n' % (self.sums[name], name) for name in listed)
        if sums != expected.encode('latin-1'):
            self.tell_what_differs(sums.decode('latin-1'), listed)
        computed = sha256(sums)
        if self.whole['ROOT'] != (computed + '\n').encode('latin-1'):
            self.fault('根哈希与清单不符')
        if root is not None and root != computed:
            self.fault('根哈希与所给的不符：包的是 %s' % computed)
        self.check_about(json.loads(self.whole['archive.json'].decode('utf-8')))
        return computed

    def tell_what_differs(self, text, listed):
        given = {line[66:]: line[:64] for line in text.split('\n')}
        before = len(self.faults)
        for name in listed:
            if name not in given:
                self.fault('%s 不在清单中' % name)
            elif given[name] != self.sums[name]:
                self.fault('%s 的内容与清单不符' % name)
        for name in given:
            if name != '' and name not in self.sums:
                self.fault('清单中的 %s 不在包中' % name)
        if len(self.faults) == before:
            self.fault('清单的写法被改动')

    def check_about(self, about):
        self.about = about
        if about['format'] != 'wanglou-archive/1':
            self.fault('不认识的格式：%s' % about['format'])
        made = datetime.datetime.strptime(about['madeAt'][:19], '%Y-%m-%dT%H:%M:%S')
        if (made - datetime.datetime(1970, 1, 1)) // datetime.timedelta(seconds=1) != self.seconds:
            self.fault('文件时间与归档时间不符')
        for index, incident in enumerate(about['incidents']):
            name = 'incidents/%d/events.jsonl' % (index + 1)
            chain = self.chains.get(name)
            if chain is None:
                self.fault('缺少 %s' % name)
            elif chain['hash'] != incident['headHash'] or self.lines[name] != incident['events']:
                self.fault('%s 的链首或条数与 archive.json 不符' % name)
        if len(self.chains) != len(about['incidents']):
            self.fault('时间线的个数与 archive.json 不符')
        # 早先的归档包没有公文一项。
        for part in ('mentions', 'notices', 'evidence', 'papers'):
            if self.lines.get(part + '.jsonl') != about.get(part):
                self.fault('%s.jsonl 的条数与 archive.json 不符' % part)
        self.check_evidence({one['key'] for one in about['missing']})

    def check_evidence(self, missing):
        kept = {name[9:]: value for name, value in self.sums.items() if name.startswith('evidence/')}
        for key, value in kept.items():
            if key != value:
                self.fault('evidence/%s 的内容与其编号不符' % key)
            if key not in self.mentioned:
                self.fault('evidence/%s 没有来历' % key)
        for key in self.mentioned:
            if key not in kept:
                self.fault('evidence.jsonl 中的 %s 不在包中' % key)
        for key, where in self.wanted.items():
            if key not in kept and key not in missing:
                self.fault('%s 所指的留存件 %s 不在包中' % (where, key))
        self.evidence = len(kept)


def verdict(file, root):
    opened = None
    try:
        opened = Package(file)
        opened.read_all()
        computed = opened.check(root)
        if opened.faults:
            return failed(opened.faults)
        about = opened.about
        number = '未编档号' if about['number'] is None else '档号 %s' % about['number']
        drill = '【演练】' if about['drill'] else ''
        compared = '（尚未与系统登记的比对：请加 --root 根哈希）' if root is None else '（与所给的一致）'
        lines = [
            '核验通过：%s，事件 %s，%s%s' % (number, about['incidents'][0]['id'], drill, about['title']),
            '时间线 %d 条首尾相接，信息 %d 条，通知 %d 条，留存件 %d 件，逐字节与清单相符。'
            % (opened.events, about['mentions'], about['notices'], opened.evidence),
            '根哈希 %s%s' % (computed, compared),
        ]
        if about['missing']:
            lines.append('注意：%d 件留存件在归档时已不在系统中，见 archive.json 的 missing。' % len(about['missing']))
        return 0, lines
    except Broken as error:
        return failed(([] if opened is None else opened.faults) + [str(error)])
    except Exception as error:
        return failed(([] if opened is None else opened.faults) + ['读不下去：%s' % error])
    finally:
        if opened is not None:
            opened.file.close()


def failed(faults):
    shown = ['  %s' % words for words in faults[:20]]
    if len(faults) > len(shown):
        shown.append('  …另有 %d 处' % (len(faults) - len(shown)))
    return 1, ['核验未通过：%d 处' % len(faults)] + shown


def main(args):
    args = list(args)
    root = None
    if '--root' in args:
        at = args.index('--root')
        root = args[at + 1].lower() if at + 1 < len(args) else ''
        del args[at:at + 2]
    if len(args) != 1 or (root is not None and not is_hex(root)):
        return 1, ['用法：python3 verify.py 归档包.tar [--root 64位根哈希]']
    return verdict(args[0], root)


if __name__ == '__main__':
    code, lines = main(sys.argv[1:])
    text = '\n'.join(lines) + '\n'
    sys.stdout.buffer.write(text.encode('utf-8', 'backslashreplace'))
    sys.exit(code)
