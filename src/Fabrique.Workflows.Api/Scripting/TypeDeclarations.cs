using System.Text;
using System.Text.Json.Nodes;

namespace Fabrique.Workflows.Api;

/// <summary>Writes in TypeScript what an expression of a definition may use, for Studio's editor to complete and check.</summary>
internal static class TypeDeclarations
{
    /// <summary>The functions of every expression.</summary>
    public static readonly IReadOnlyList<string> Functions =
    [
        "getWorkflowDefinitionId(): string",
        "getWorkflowDefinitionVersionId(): string",
        "getWorkflowDefinitionVersion(): number",
        "getWorkflowInstanceId(): string",
        "getCorrelationId(): string",
        "setCorrelationId(value: string): void",
        "getWorkflowInstanceName(): string",
        "setWorkflowInstanceName(value: string): void",
        "getVariable(name: string): any",
        "setVariable(name: string, value: any): void",
        "getInput(name: string): any",
        "getOutputFrom(activityIdOrName: string, outputName?: string): any",
        "getLastResult(): any",
        "setOutcome(outcome: string): void",
        "setOutcomes(outcomes: string[]): void",
        "createEventTriggerUrl(eventName: string, lifetime?: any): string",
        "isNullOrWhiteSpace(value: string): boolean",
        "isNullOrEmpty(value: string): boolean",
        "parseGuid(value: string): string",
        "newGuid(): string",
        "getGuid(): string",
        "newGuidString(): string",
        "getGuidString(): string",
        "newShortGuid(): string",
        "getShortGuid(): string",
        "toJson(value: any): string",
        "bytesToString(value: Uint8Array): string",
        "bytesFromString(value: string): Uint8Array",
        "bytesToBase64(value: Uint8Array): string",
        "bytesFromBase64(value: string): Uint8Array",
        "stringToBase64(value: string): string",
        "stringFromBase64(value: string): string",
        "streamToBytes(value: any): Uint8Array",
        "streamToBase64(value: any): string",
    ];

    /// <summary>Elsa's types of .NET.</summary>
    public static readonly IReadOnlyList<string> Types = ["DateTime", "DateTimeOffset", "TimeSpan", "Guid", "Random"];

    /// <param name="document">The definition; null for one that does not exist yet.</param>
    /// <param name="registry">Kinds of activities, for the outputs of each.</param>
    public static string Write(WorkflowDocument? document, ActivityRegistry registry)
    {
        var text = new StringBuilder();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var function in Functions)
        {
            Declare(function);
        }

        if (document is not null)
        {
            var variables = Variables(document);
            foreach (var (name, type) in variables)
            {
                Declare($"get{Pascal(name)}(): {type}");
                Declare($"set{Pascal(name)}(value: {type}): void");
            }

            foreach (var input in document.Inputs.Where(input => IsIdentifier(input.Text("name"))))
            {
                Declare($"get{Pascal(input.Text("name")!)}(): {TypeOf(input, "type")}");
            }

            foreach (var (activity, output, type) in Outputs(document, registry))
            {
                Declare($"get{Pascal(output)}From{Pascal(activity)}(): {type}");
            }

            text.Append("declare class WorkflowVariables {\n");
            foreach (var (name, type) in variables)
            {
                text.Append("  ").Append(name).Append(": ").Append(type).Append(";\n");
            }

            text.Append("}\n");
        }
        else
        {
            text.Append("declare class WorkflowVariables {\n}\n");
        }

        text.Append("declare var variables: WorkflowVariables;\n");
        foreach (var type in Types)
        {
            text.Append("declare const ").Append(type).Append(": any;\n");
        }

        return text.ToString();

        void Declare(string function)
        {
            if (known.Add(function[..function.IndexOf('(', StringComparison.Ordinal)]))
            {
                text.Append("declare function ").Append(function).Append(";\n");
            }
        }
    }

    /// <summary>The variables of the workflow and of the containers in it, each name once.</summary>
    private static List<(string Name, string Type)> Variables(WorkflowDocument document) =>
    [
        .. document.Model["variables"].Objects()
            .Concat(document.Root is { } root ? ActivityTree.All(root).SelectMany(activity => activity["variables"].Objects()) : [])
            .Where(variable => IsIdentifier(variable.Text("name")))
            .DistinctBy(variable => variable.Text("name"), StringComparer.Ordinal)
            .Select(variable => (variable.Text("name")!, TypeOf(variable, "typeName"))),
    ];

    private static IEnumerable<(string Activity, string Output, string Type)> Outputs(WorkflowDocument document, ActivityRegistry registry) =>
        from activity in document.Root is { } root ? ActivityTree.All(root) : []
        where IsIdentifier(activity.Text("name"))
        let type = registry.Find(activity.Text("type")!)
        where type is not null
        from output in type.Outputs
        select (activity.Text("name")!, output.Name, ScriptType(TypeAliases.Of(output.Type)));

    private static string TypeOf(JsonObject declared, string property) => declared.Flag("isArray") ? $"{ScriptType(declared.Text(property))}[]" : ScriptType(declared.Text(property));

    private static string ScriptType(string? alias) => alias switch
    {
        "String" or "Guid" or "TimeSpan" => "string",
        "Boolean" or "Bool" => "boolean",
        "Int16" or "Int32" or "Int" or "Int64" or "Long" or "Single" or "Float" or "Double" or "Decimal" => "number",
        "DateTime" or "DateTimeOffset" => "Date",
        "ByteArray" => "Uint8Array",
        "StringDictionary" => "{ [name: string]: string }",
        "ObjectDictionary" => "{ [name: string]: any }",
        _ => "any",
    };

    private static bool IsIdentifier(string? name) => name is { Length: > 0 } && (char.IsLetter(name[0]) || name[0] is '_' or '$') && name.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '$');

    private static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
