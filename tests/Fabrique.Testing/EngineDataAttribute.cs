using System.Reflection;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Fabrique.Testing;

/// <summary>
/// Gives a theory both engines as its first argument, followed by the values of the attribute. Without PostgreSQL its row is skipped, except under CI.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class EngineDataAttribute(params object?[] values) : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        var missing = PostgresCluster.IsCompulsory ? null : PostgresCluster.WhyUnavailable;
        return ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>(
        [
            new TheoryDataRow([Engine.Sqlite, .. values]),
            new TheoryDataRow([Engine.PostgreSql, .. values]) { Skip = missing },
        ]);
    }

    public override bool SupportsDiscoveryEnumeration() => true;
}
