using System.Reflection;
using System.Text.RegularExpressions;
using Fabrique.Testing;
using Fabrique.Workflows;
using Microsoft.AspNetCore.Razor.Hosting;

namespace Fabrique.Web.Tests.Architecture;

/// <summary>Features use of the workflow runtime what decision 1 lists, and nothing else: this is where another engine plugs in.</summary>
public sealed partial class WorkflowPortTests
{
    private const string Features = "Fabrique.Web.Features";

    /// <summary>The features that administer procedures and their instances.</summary>
    private static readonly string[] Administration = [$"{Features}.Instances", $"{Features}.Procedures"];

    private static readonly Assembly Runtime = typeof(IWorkflowRuntime).Assembly;

    private static readonly string Decision = File.ReadAllText(Path.Combine(Repository.Folder, "src", "Decisions", "0001-a-runtime-behind-a-seam.md"));

    [Fact]
    public void Features_use_only_the_types_of_the_port()
    {
        Assert.Equal([nameof(WorkflowRunner)], Beyond([typeof(Trespasser)], Listed("The port")));

        var features = FeatureTypes().Where(type => !IsWithin(type, Administration)).ToList();
        Assert.True(features.Count > 200);
        Assert.Empty(Beyond(features, Listed("The port")));
    }

    [Fact]
    public void The_administration_of_procedures_uses_a_few_types_more()
    {
        var more = Listed("What the administration of procedures uses besides");
        Assert.Equal([nameof(WorkflowRunner)], Beyond([typeof(Trespasser)], more.Union(Listed("The port"))));

        var administration = FeatureTypes().Where(type => IsWithin(type, Administration)).ToList();
        Assert.True(administration.Count > 50);
        Assert.Empty(Beyond(administration, more.Union(Listed("The port"))));
        Assert.Empty(more.Except(Names(UsedTypes.Of(administration, Runtime))));
    }

    [Fact]
    public void Every_type_that_the_decision_lists_is_public()
    {
        var listed = Listed("The port").Concat(Listed("What the administration of procedures uses besides")).ToList();
        Assert.Equal(listed.Count, listed.Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(listed.Except(Names(Runtime.GetExportedTypes())));
    }

    private static IEnumerable<string> Beyond(IEnumerable<Type> users, IEnumerable<string> allowed) => Names(UsedTypes.Of(users, Runtime)).Except(allowed).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Names(IEnumerable<Type> types) => types.Where(type => !type.IsNested).Select(type => type.Name).Distinct(StringComparer.Ordinal);

    /// <summary>The types written in features, and their pages, which are compiled into a namespace of their own.</summary>
    private static IEnumerable<Type> FeatureTypes()
    {
        var web = typeof(Program).Assembly;
        var pages = web.GetCustomAttributes<RazorCompiledItemAttribute>().ToDictionary(item => item.Type, item => item.Identifier);
        Assert.True(pages.Count > 50);
        return web.GetTypes().Where(type => IsWithin(type, [Features]) || (pages.TryGetValue(type, out var file) && file.StartsWith("/Features/", StringComparison.Ordinal)));
    }

    private static bool IsWithin(Type type, IEnumerable<string> places) =>
        places.Any(place => type.Namespace == place || (type.Namespace ?? "").StartsWith(place + ".", StringComparison.Ordinal) || type.Name.StartsWith(place.Replace("Fabrique.Web.", "", StringComparison.Ordinal).Replace('.', '_') + "_", StringComparison.Ordinal));

    /// <summary>The names between backticks in the list below a heading of the decision.</summary>
    private static List<string> Listed(string heading)
    {
        var lines = Decision.Split('\n').SkipWhile(line => line != $"### {heading}").Skip(1).TakeWhile(line => !line.StartsWith("###", StringComparison.Ordinal) && !line.StartsWith("**", StringComparison.Ordinal));
        var names = lines.Where(line => line.StartsWith("- ", StringComparison.Ordinal)).SelectMany(line => TypeName().Matches(line).Select(match => match.Groups["name"].Value)).ToList();
        Assert.NotEmpty(names);
        return names;
    }

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex TypeName();

    private sealed class Trespasser
    {
        public static Task<int> SweepAsync(IServiceProvider services) => ((WorkflowRunner)services.GetService(typeof(WorkflowRunner))!).RunDueTimersAsync(cancellationToken: CancellationToken.None);
    }
}
