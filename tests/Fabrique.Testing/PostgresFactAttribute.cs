using System.Runtime.CompilerServices;
using Xunit;

namespace Fabrique.Testing;

/// <summary>A fact about PostgreSQL alone: skipped without it, except under CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) =>
        Skip = PostgresCluster.IsCompulsory ? null : PostgresCluster.WhyUnavailable;
}
