namespace Fabrique.Web.Tests.Support;

/// <summary>A clock that starts at a chosen instant and runs as the real one does.</summary>
internal sealed class AnchoredTime(DateTimeOffset start) : TimeProvider
{
    private readonly long begun = System.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => start + System.GetElapsedTime(begun);
}
