"""Times training steps of PyTorch for bench/engines.ts, one thread, on request.

Reads a JSON object per line and answers each with one:
  {"prepare": {"model", "batch", "channelsLast", "adam": "single"|"foreach"|"fused"}} -> {"id": n}
  {"time": id, "milliseconds": m} -> {"milliseconds": per step}, over about m milliseconds

A step is what it takes to train under a mask: the batch is gathered out of 20 batches' worth of
standardised images, then forward, backward, gradients times masks, Adam. It costs the same at every
density.
"""

import json
import sys
import time

import torch
import torch.nn.functional as F

from models import MODELS

torch.set_num_threads(1)
torch.manual_seed(1)
prepared = []


def prepare(model, batch, channelsLast, adam):
    build, shape = MODELS[model]
    network = build()
    images = torch.randn(20 * batch, *shape)
    labels = torch.randint(0, 10, (20 * batch,))
    order = torch.randperm(20 * batch)
    if channelsLast:
        network = network.to(memory_format=torch.channels_last)
        images = images.to(memory_format=torch.channels_last)
    weights = [p for p in network.parameters() if p.dim() > 1]
    masks = [torch.ones_like(p) for p in weights]
    options = {'single': {'foreach': False}, 'foreach': {'foreach': True}, 'fused': {'fused': True}}
    optimiser = torch.optim.Adam(network.parameters(), 1e-4, **options[adam])

    steps = 0

    def step():
        nonlocal steps
        chosen = order[steps % 20 * batch:][:batch]
        steps += 1
        optimiser.zero_grad()
        F.cross_entropy(network(images[chosen]), labels[chosen]).backward()
        for p, mask in zip(weights, masks):
            p.grad.mul_(mask)
        optimiser.step()

    step()
    prepared.append(step)
    return {'id': len(prepared) - 1}


def measure(step, milliseconds):
    steps, begin = 0, time.perf_counter()
    while True:
        step()
        steps += 1
        elapsed = 1000 * (time.perf_counter() - begin)
        if elapsed >= milliseconds:
            return {'milliseconds': elapsed / steps}


print(json.dumps({'torch': torch.__version__}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    if 'prepare' in request:
        answer = prepare(**request['prepare'])
    else:
        answer = measure(prepared[request['time']], request['milliseconds'])
    print(json.dumps(answer), flush=True)
