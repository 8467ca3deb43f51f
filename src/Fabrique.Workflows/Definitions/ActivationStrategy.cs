namespace Fabrique.Workflows;

/// <summary>When an instance of a definition may be started.</summary>
internal enum ActivationStrategy
{
    /// <summary>Always.</summary>
    Always,

    /// <summary>When no other instance of the definition runs.</summary>
    Singleton,

    /// <summary>When no other instance of any definition runs under the same correlation id; always without one.</summary>
    Correlation,

    /// <summary>When no other instance of the definition runs under the same correlation id, or without one.</summary>
    CorrelatedSingleton,
}

/// <summary>Reads the names under which Elsa lists the strategies.</summary>
internal static class ActivationStrategies
{
    /// <param name="name">A full type name with its assembly, the bare type name, or the name without <c>Strategy</c>.</param>
    /// <returns>False when it is none of them.</returns>
    public static bool TryRead(string? name, out ActivationStrategy strategy)
    {
        strategy = ActivationStrategy.Always;
        if (string.IsNullOrWhiteSpace(name))
        {
            return true;
        }

        var type = name.AsSpan();
        type = type[..(type.IndexOf(',') is var comma and >= 0 ? comma : type.Length)].Trim();
        type = type[(type.LastIndexOf('.') + 1)..];
        type = type.EndsWith("Strategy", StringComparison.OrdinalIgnoreCase) ? type[..^"Strategy".Length] : type;
        return type.Equals("AllowAlways", StringComparison.OrdinalIgnoreCase) || (type is [>= 'A' and <= 'Z' or >= 'a' and <= 'z', ..] && Enum.TryParse(type, ignoreCase: true, out strategy));
    }
}
