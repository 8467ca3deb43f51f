namespace Fabrique.Web.Kernel.Hosting;

/// <summary>Whether this process is a demonstration: fictitious accounts, a clock that can be pushed, loopback only.</summary>
public sealed record DemoMode(bool IsOn);
