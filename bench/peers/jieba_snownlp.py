"""Speed of the Python peers on a file of JSON strings, one a line: cut with jieba, then judge the sentiment with SnowNLP. One JSON line."""
import json
import logging
import sys
import time

import jieba
from snownlp import SnowNLP

jieba.setLogLevel(logging.ERROR)
texts = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
jieba.initialize()
SnowNLP(texts[0]).sentiments


def rate(work, some):
    """Texts a second of this process on a core."""
    begun = time.process_time()
    for text in some:
        work(text)
    return len(some) / (time.process_time() - begun)


few = texts[: max(1, len(texts) // 10)]
print(json.dumps({
    "jiebaPerSecond": round(rate(lambda text: list(jieba.cut(text)), texts)),
    "snowNlpPerSecond": round(rate(lambda text: SnowNLP(text).sentiments, few), 1),
    "togetherPerSecond": round(rate(lambda text: (list(jieba.cut(text)), SnowNLP(text).sentiments), few), 1),
}))
