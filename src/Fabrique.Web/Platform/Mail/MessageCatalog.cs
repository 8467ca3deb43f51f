using Fabrique.Web.Kernel.Subjects;

namespace Fabrique.Web.Platform.Mail;

/// <summary>Every message of the product, read once at start from <c>workflows/&lt;process&gt;/messages/&lt;name&gt;.md</c>.</summary>
public sealed class MessageCatalog
{
    private readonly SortedDictionary<string, MessageTemplate> templates;

    private MessageCatalog(SortedDictionary<string, MessageTemplate> templates) => this.templates = templates;

    public IReadOnlyCollection<MessageTemplate> All => templates.Values;

    public MessageTemplate this[string key] => templates.TryGetValue(key, out var template)
        ? template
        : throw new ArgumentException($"No message is called « {key} ».", nameof(key));

    public MessageTemplate? Find(string key) => templates.GetValueOrDefault(key);

    public bool Contains(string key) => templates.ContainsKey(key);

    /// <exception cref="MessageCatalogException">Some files are broken: each is named with its reason.</exception>
    public static MessageCatalog Load(string workflowsFolder, MergeTags tags)
    {
        var loaded = new SortedDictionary<string, MessageTemplate>(StringComparer.Ordinal);
        var problems = new List<string>();
        foreach (var file in Files(workflowsFolder))
        {
            var key = KeyOf(file);
            try
            {
                loaded.Add(key, MessageTemplate.Parse(key, File.ReadAllText(file.FullName), tags));
            }
            catch (MessageFormatException problem)
            {
                problems.Add($"{file.Directory!.Parent!.Name}/messages/{file.Name} : {problem.Message}");
            }
        }

        return problems.Count == 0 ? new MessageCatalog(loaded) : throw new MessageCatalogException(problems);
    }

    /// <summary>The keys of the messages that a folder holds, broken ones included.</summary>
    public static IReadOnlySet<string> Keys(string workflowsFolder) => Files(workflowsFolder).Select(KeyOf).ToHashSet(StringComparer.Ordinal);

    private static string KeyOf(FileInfo file) => $"{file.Directory!.Parent!.Name}/{Path.GetFileNameWithoutExtension(file.Name)}";

    private static IEnumerable<FileInfo> Files(string workflowsFolder) => new DirectoryInfo(workflowsFolder)
        .EnumerateDirectories()
        .Select(process => new DirectoryInfo(Path.Combine(process.FullName, "messages")))
        .Where(folder => folder.Exists)
        .SelectMany(folder => folder.EnumerateFiles("*.md"))
        .OrderBy(file => file.FullName, StringComparer.Ordinal);
}

/// <summary>The application cannot start: these messages would fail when they are due.</summary>
public sealed class MessageCatalogException(IReadOnlyList<string> problems)
    : Exception($"Messages illisibles.{string.Concat(problems.Select(problem => $"{Environment.NewLine}- {problem}."))}")
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
