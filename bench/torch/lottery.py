"""The lottery sweep of bench/lottery-against-torch.ts in PyTorch: dense training under masks.

  python lottery.py <foreach or fused> <threads> <seeds, as 1,2,3> <training images> <iterations>
                    <evaluate every> <folder of MNIST>

LeNet-300-100, Adam 1.2e-3, batch 60, ten levels; each level trains from the first weights under its
mask, watches the validation loss, and is pruned by magnitude: 36 % of the hidden and 19 % of the
output weights that are left. Prints the wall time and, for every seed and level, seconds, density and test accuracy as JSON.
"""

import gzip
import json
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

from models import MODELS

BATCH = 60
VALIDATION = 2500
RATES = [0.36, 0.36, 0.19]


def read(folder, name):
    with gzip.open(f'{folder}/{name}.gz', 'rb') as file:
        raw = file.read()
    offset = 16 if 'images' in name else 8
    return torch.from_numpy(np.frombuffer(raw, np.uint8, offset=offset).copy())


def images(folder, name):
    pixels = read(folder, name).view(-1, 784).float() / 255
    return (pixels - 0.1307) / 0.3081


def evaluate(network, data):
    """Loss and accuracy in batches of 1,000."""
    x, y = data
    with torch.no_grad():
        outputs = torch.cat([network(x[i:i + 1000]) for i in range(0, len(x), 1000)])
        return F.cross_entropy(outputs, y).item(), (outputs.argmax(1) == y).float().mean().item()


def train(network, weights, masks, data, iterations, every, kind):
    """As src/experiments/prune-retrain.ts does, evaluations included. Returns the test accuracy."""
    train_data, validation, test = data
    x, y = train_data
    optimiser = torch.optim.Adam(network.parameters(), 1.2e-3, **{kind: True})
    per_epoch = -(-len(x) // BATCH)
    for i in range(iterations + 1):
        if i % every == 0 or i == iterations:
            evaluate(network, validation)
            found = evaluate(network, test)[1]
        if i == iterations:
            evaluate(network, train_data)
            return found
        if i % per_epoch == 0:
            order = torch.randperm(len(x))
        batch = order[(i % per_epoch) * BATCH:][:BATCH]
        optimiser.zero_grad()
        F.cross_entropy(network(x[batch]), y[batch]).backward()
        for p, mask in zip(weights, masks):
            p.grad.mul_(mask)
        optimiser.step()


def prune(weights, masks):
    for p, mask, rate in zip(weights, masks, RATES):
        kept = p[mask > 0].abs().sort()[0]
        mask.mul_((p.abs() >= kept[int(len(kept) * rate)]).float())


def ladder(seed, data, iterations, every, kind):
    torch.manual_seed(seed)
    network = MODELS['lenet-300-100'][0]()
    weights = [p for p in network.parameters() if p.dim() > 1]
    masks = [torch.ones_like(p) for p in weights]
    first = [p.detach().clone() for p in network.parameters()]
    levels = []
    for _ in range(10):
        start = time.perf_counter()
        with torch.no_grad():
            for p, w in zip(network.parameters(), first):
                p.copy_(w)
            for p, mask in zip(weights, masks):
                p.mul_(mask)
        found = train(network, weights, masks, data, iterations, every, kind)
        with torch.no_grad():
            density = sum(m.sum() for m in masks).item() / sum(m.numel() for m in masks)
            prune(weights, masks)
        levels.append({'density': density, 'seconds': time.perf_counter() - start, 'accuracy': found})
    return levels


def main():
    kind, threads, seeds, size, iterations, every = sys.argv[1:7]
    folder = sys.argv[7]
    torch.set_num_threads(int(threads))
    x, y = images(folder, 'train-images-idx3-ubyte'), read(folder, 'train-labels-idx1-ubyte').long()
    test = images(folder, 't10k-images-idx3-ubyte'), read(folder, 't10k-labels-idx1-ubyte').long()
    begin = time.perf_counter()
    found = {}
    for seed in seeds.split(','):
        torch.manual_seed(int(seed))
        choice = torch.randperm(len(x))
        held, used = choice[:VALIDATION], choice[VALIDATION:VALIDATION + int(size)]
        data = (x[used], y[used]), (x[held], y[held]), test
        found[seed] = ladder(int(seed), data, int(iterations), int(every), kind)
    print(json.dumps({'seconds': time.perf_counter() - begin, 'seeds': found}))


main()
