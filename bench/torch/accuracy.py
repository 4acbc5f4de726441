"""Trains Conv-2 of width 16 on CIFAR-10 in PyTorch, for bench/accuracy-against-torch.ts.

  python accuracy.py <seed> <training images> <iterations> <file of training records>... <of test records>

The files are gzipped CIFAR-10 records, a label byte and 3,072 pixel bytes each. Gaussian Glorot
weights, zero biases, Adam 1e-3, batch 60, no augmentation. Prints the test accuracy as JSON.
"""

import gzip
import json
import sys

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from models import MODELS

BATCH = 60
MEAN = torch.tensor([0.4914, 0.4822, 0.4465]).view(1, 3, 1, 1)
DEVIATION = torch.tensor([0.247, 0.2435, 0.2616]).view(1, 3, 1, 1)


def read(files):
    raw = b''.join(gzip.open(file, 'rb').read() for file in files)
    records = np.frombuffer(raw, np.uint8).reshape(-1, 3073)
    pixels = torch.from_numpy(records[:, 1:].reshape(-1, 3, 32, 32).copy()).float() / 255
    return (pixels - MEAN) / DEVIATION, torch.from_numpy(records[:, 0].astype(np.int64))


def main():
    seed, size, iterations = (int(a) for a in sys.argv[1:4])
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    (x, y), (xt, yt) = read(sys.argv[4:-1]), read(sys.argv[-1:])
    used = torch.randperm(len(x))[:size]
    x, y = x[used], y[used]
    network = MODELS['conv-2-w16'][0]()
    for p in network.parameters():
        nn.init.xavier_normal_(p) if p.dim() > 1 else nn.init.zeros_(p)
    optimiser = torch.optim.Adam(network.parameters(), 1e-3)
    per_epoch = -(-size // BATCH)
    for i in range(iterations):
        if i % per_epoch == 0:
            order = torch.randperm(size)
        batch = order[(i % per_epoch) * BATCH:][:BATCH]
        optimiser.zero_grad()
        F.cross_entropy(network(x[batch]), y[batch]).backward()
        optimiser.step()
    with torch.no_grad():
        right = sum((network(xt[i:i + 500]).argmax(1) == yt[i:i + 500]).sum() for i in range(0, len(xt), 500))
    print(json.dumps({'accuracy': (right / len(xt)).item()}))


main()
