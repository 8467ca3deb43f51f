using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fabrique.Workflows.Expressions;
using Fabrique.Workflows.Graph;
using Microsoft.Extensions.Logging;

namespace Fabrique.Workflows.Activities;

[Activity("Elsa.SetVariable", DisplayName = "Affecter une variable", Category = "Base", Description = "Donne une valeur à une variable.", IsControlFlow = true)]
[Property("Variable", "Variable", "variable-picker", DisplayName = "Variable")]
[Input("Value", typeof(object), DisplayName = "Valeur")]
internal sealed class SetVariable : BuiltInActivity
{
    internal override object? Prepare(ActivityNode node, JsonObject json, GraphCompiler compiler)
    {
        var reference = ExpressionReference.Of(json["variable"]);
        if (reference is { Id: null, Name: null })
        {
            compiler.Report(node, ProblemCodes.MissingInput, GraphCompiler.InputLabel(node, "Variable"));
            return null;
        }

        var variable = compiler.FindVariable(node, reference.Id, reference.Name);
        if (variable is null)
        {
            compiler.Report(node, ProblemCodes.UnknownVariable, reference.ToString());
        }

        return variable;
    }

    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        var step = Inner(context);
        var variable = (VariableDeclaration?)step.Node.Prepared;
        try
        {
            if (variable is null || !step.TrySetVariable(variable.Id, variable.Name, context.GetInput<object>("Value")))
            {
                throw new PermanentFailureException(new WorkflowMessage(MessageCodes.NoVariable));
            }
        }
        catch (InvalidCastException exception)
        {
            throw new PermanentFailureException(WorkflowMessage.Of(exception), exception);
        }

        return ValueTask.CompletedTask;
    }
}

[Activity("Elsa.SetName", DisplayName = "Nommer l’exécution", Category = "Base", Description = "Donne un nom à l’exécution.", IsControlFlow = true)]
[Input("Value", typeof(string), DisplayName = "Nom")]
internal sealed class SetName : BuiltInActivity
{
    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        Inner(context).Burst.State.Name = context.GetInput<string>("Value");
        return ValueTask.CompletedTask;
    }
}

[Activity("Elsa.Correlate", DisplayName = "Rattacher", Category = "Base", Description = "Rattache l’exécution à un objet.", IsControlFlow = true)]
[Input("CorrelationId", typeof(string), DisplayName = "Identifiant de rattachement")]
internal sealed class Correlate : BuiltInActivity
{
    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        Inner(context).Burst.State.CorrelationId = context.GetInput<string>("CorrelationId");
        return ValueTask.CompletedTask;
    }
}

[Activity("Elsa.WriteLine", DisplayName = "Écrire une ligne", Category = "Journal", Description = "Écrit une ligne dans le journal technique.", IsControlFlow = true)]
[Input("Text", typeof(string), DisplayName = "Texte")]
internal sealed class WriteLine(ILoggerFactory loggers) : BuiltInActivity
{
    private readonly ILogger _logger = loggers.CreateLogger("Fabrique.Workflows.WriteLine");

    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        var text = context.GetInput<string>("Text") ?? "";
        context.Journal("Written", text);
        _logger.LogInformation("{Text}", text);
        return ValueTask.CompletedTask;
    }
}

[Activity("Elsa.RunJavaScript", DisplayName = "Exécuter un script", Category = "Scripts", Description = "Exécute du JavaScript dans un bac à sable.", IsControlFlow = true)]
[Input("PossibleOutcomes", typeof(string[]), DisplayName = "Issues possibles", UIHint = InputAttribute.DrawnOutcomes)]
[Input("Script", typeof(object), DisplayName = "Script", UIHint = "code-editor", TypeName = "String", DefaultSyntax = "JavaScript", Language = "javascript")]
[Output("Result", typeof(object), DisplayName = "Résultat")]
internal sealed class RunJavaScript : BuiltInActivity
{
    internal override object? Prepare(ActivityNode node, JsonObject json, GraphCompiler compiler)
    {
        var expression = (json["script"] as JsonObject)?["expression"] as JsonObject;
        var source = expression is null ? json["script"] as JsonValue : expression["value"];
        if (source is null || expression?["type"]?.ToString() is not (null or "Literal" or "JavaScript"))
        {
            return null;
        }

        try
        {
            // Studio may store the script as a literal or as an expression: either way the text is the script, and it runs once.
            node.Inputs = [.. node.Inputs.Select(input => input.Name == "Script" ? input with { Expression = null } : input)];
            return compiler.Script(node, source.ToString());
        }
        catch (FormatException exception)
        {
            compiler.Report(node, ProblemCodes.UnreadableInput, GraphCompiler.InputLabel(node, "Script"), WorkflowMessage.Of(exception));
            return null;
        }
    }

    protected internal override async ValueTask ExecuteAsync(ActivityContext context)
    {
        var step = Inner(context);
        var script = step.Node.Prepared as JavaScriptExpression
            ?? (context.GetInput<string>("Script") is { Length: > 0 } text ? JavaScriptExpression.Compile(text, step.Burst.Limits, isForOnce: true) : null);
        if (script is not null)
        {
            context.SetOutput("Result", await step.EvaluateAsync(script, "Script", typeof(object)));
        }

        context.Complete(step.ScriptOutcomes?.ToArray() ?? []);
    }
}

/// <summary>The failure that a definition asks for.</summary>
internal sealed class FaultException(WorkflowMessage message, string? code, string? category, string? type) : PermanentFailureException(message)
{
    public JsonElement Details { get; } = JsonSerializer.SerializeToElement(new { exceptionType = typeof(FaultException).FullName, code, category, type }, JsonText.Values);
}

[Activity("Elsa.Fault", DisplayName = "Échouer", Category = "Base", Description = "Arrête la procédure sur un incident.", IsControlFlow = true)]
[Input("Code", typeof(string), DisplayName = "Code")]
[Input("Category", typeof(string), DisplayName = "Catégorie")]
[Input("FaultType", typeof(string), DisplayName = "Nature")]
[Input("Message", typeof(string), DisplayName = "Message")]
internal sealed class Fault : BuiltInActivity
{
    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        var code = context.GetInput<string>("Code");
        var message = context.GetInput<string>("Message") is { Length: > 0 } given 
            ? WorkflowMessage.Said(given)
            : code is { Length: > 0 } ? new WorkflowMessage(MessageCodes.FailedWithCode, code) : new WorkflowMessage(MessageCodes.Failed);
        throw new FaultException(message, code, context.GetInput<string>("Category"), context.GetInput<string>("FaultType"));
    }
}

[Activity("Elsa.Log", DisplayName = "Consigner", Category = "Journal", Description = "Ajoute une ligne au journal de l’exécution et au journal technique.", IsControlFlow = true)]
[Input("Message", typeof(string), DisplayName = "Message", UIHint = "multiline")]
[Input("Level", typeof(string), DisplayName = "Niveau", DefaultValue = "Information", UIHint = "dropdown", Options = ["Trace", "Debug", "Information", "Warning", "Error", "Critical"])]
[Input("Category", typeof(string), DisplayName = "Catégorie", DefaultValue = "Process")]
[Input("Arguments", typeof(object), DisplayName = "Valeurs du message")]
[Input("Attributes", typeof(object), DisplayName = "Détails")]
[Input("SinkNames", typeof(object), DisplayName = "Destinations")]
internal sealed class Log(ILoggerFactory loggers) : BuiltInActivity
{
    private readonly ILogger _logger = loggers.CreateLogger("Fabrique.Workflows.Log");

    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        var step = Inner(context);
        var written = context.GetInput<string>("Level") ?? "";
        if (!Enum.TryParse<LogLevel>(written, ignoreCase: true, out var level) || !Enum.IsDefined(level))
        {
            throw new PermanentFailureException(new WorkflowMessage(MessageCodes.UnknownLevel, written));
        }

        var text = Fill(context.GetInput<string>("Message") ?? "", ValueConverter.ToElement(context.GetInput<object>("Arguments")));
        step.Burst.Journal(step.Execution, "Logged", $"{level}: {text}", ValueConverter.ToElement(context.GetInput<object>("Attributes")));
        _logger.Log(level, "{Category}: {Text}", context.GetInput<string>("Category"), text);
        return ValueTask.CompletedTask;
    }

    /// <summary>Replaces {Name} by the property of that name, {0} and, in their order, any other names by the items of a list.</summary>
    private static string Fill(string template, JsonElement? arguments)
    {
        if (arguments is not { } values || !template.Contains('{', StringComparison.Ordinal))
        {
            return template;
        }

        var text = new StringBuilder();
        var at = 0;
        for (var occurrence = 0; ; occurrence++)
        {
            var open = template.IndexOf('{', at);
            var close = open < 0 ? -1 : template.IndexOf('}', open);
            if (close < 0)
            {
                return text.Append(template, at, template.Length - at).ToString();
            }

            text.Append(template, at, open - at);
            var name = template[(open + 1)..close];
            text.Append(Value(values, name, occurrence) is { } value ? ValueConverter.ToText(value) : template[open..(close + 1)]);
            at = close + 1;
        }
    }

    private static object? Value(JsonElement values, string name, int occurrence)
    {
        if (values.ValueKind == JsonValueKind.Object)
        {
            return values.TryGetProperty(name, out var property) ? ValueConverter.Unwrap(property) : null;
        }

        var index = int.TryParse(name, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var position) ? position : occurrence;
        if (values.ValueKind == JsonValueKind.Array)
        {
            return index < values.GetArrayLength() ? ValueConverter.Unwrap(values[index]) : null;
        }

        return index == 0 ? ValueConverter.Unwrap(values) : null;
    }
}
