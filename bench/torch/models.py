"""The models of the benchmarks in PyTorch, layer for layer as src/models builds them."""

import torch
from torch import nn


def lenet_300_100():
    return nn.Sequential(
        nn.Flatten(),
        nn.Linear(784, 300), nn.ReLU(),
        nn.Linear(300, 100), nn.ReLU(),
        nn.Linear(100, 10),
    )


def conv_k(widths, units=256):
    layers, channels, side = [], 3, 32
    for width in widths:
        layers += [nn.Conv2d(channels, width, 3, padding=1), nn.ReLU()]
        layers += [nn.Conv2d(width, width, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
        channels, side = width, side // 2
    features = channels * side * side
    layers += [nn.Flatten(), nn.Linear(features, units), nn.ReLU(), nn.Linear(units, units), nn.ReLU()]
    return nn.Sequential(*layers, nn.Linear(units, 10))


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False),
            nn.BatchNorm2d(outputs),
            nn.ReLU(),
            nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False),
            nn.BatchNorm2d(outputs),
        )
        self.shortcut = nn.Sequential()
        if stride != 1 or inputs != outputs:
            self.shortcut = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs)
            )

    def forward(self, x):
        return torch.relu(self.body(x) + self.shortcut(x))


def residual_network(stages, blocks):
    width = stages[0]
    layers = [nn.Conv2d(3, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
    channels = width
    for stage, outputs in enumerate(stages):
        for block in range(blocks):
            layers.append(Block(channels, outputs, 2 if stage > 0 and block == 0 else 1))
            channels = outputs
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 10))


def vgg16():
    layers, channels = [], 3
    for stage, (outputs, convolutions) in enumerate([(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)]):
        layers += [nn.MaxPool2d(2)] if stage > 0 else []
        for _ in range(convolutions):
            layers += [nn.Conv2d(channels, outputs, 3, padding=1), nn.BatchNorm2d(outputs), nn.ReLU()]
            channels = outputs
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 10))


MODELS = {
    'lenet-300-100': (lenet_300_100, (1, 28, 28)),
    'conv-2': (lambda: conv_k([64]), (3, 32, 32)),
    'conv-2-w16': (lambda: conv_k([16], 64), (3, 32, 32)),
    'conv-4': (lambda: conv_k([64, 128]), (3, 32, 32)),
    'resnet-20': (lambda: residual_network([16, 32, 64], 3), (3, 32, 32)),
    'resnet-18': (lambda: residual_network([64, 128, 256, 512], 2), (3, 32, 32)),
    'vgg-16': (vgg16, (3, 32, 32)),
}
