"""Training of the name tagger: marked sentences, names to put in their places, the network and its file (``make train``).

Needs PyTorch and onnx, which nothing else here does; ``kg/recognise/model/CARD.md`` describes what comes out.
"""
