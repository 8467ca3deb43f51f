using System.Runtime.CompilerServices;
using Xunit;

namespace Fabrique.Testing;

/// <summary>A fact that LibreOffice has to confirm: skipped without it, except under CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LibreOfficeFactAttribute : FactAttribute
{
    public LibreOfficeFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) =>
        Skip = PostgresCluster.IsCompulsory ? null : LibreOffice.WhyUnavailable;
}
