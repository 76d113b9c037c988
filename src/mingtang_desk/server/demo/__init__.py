"""The demo fleet: simulated batteries with four weeks behind them, some of them alive."""
