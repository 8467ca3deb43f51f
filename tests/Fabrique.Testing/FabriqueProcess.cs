using System.Diagnostics;
using System.Net;
using System.Reflection;
using System.Text;
using Fabrique.Testing.Browsing;

namespace Fabrique.Testing;

/// <summary>
/// The product itself, built, in a process of its own on a free loopback port: what is started, killed and started again. It loads the hosting startups of the test
/// assembly, one of which gives it the tests' own time; what was published has none, and lives on the machine's.
/// </summary>
public sealed class FabriqueProcess : IAsyncDisposable
{
    // Only tells a start that hangs from one on a busy machine: how fast it is, is measured elsewhere.
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(10);

    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly TaskCompletionSource<Uri> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FabriqueProcess(ProcessStartInfo start)
    {
        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException($"The application ended before it was ready:\n{Output}"));
    }

    public Uri Address { get; private set; } = null!;

    public int Id => process.Id;

    public string Output
    {
        get
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    /// <summary>Starts and waits until it says that it is ready.</summary>
    /// <param name="settings">Configuration, by name (<c>Database:Path</c>).</param>
    public static Task<FabriqueProcess> StartAsync(IEnumerable<KeyValuePair<string, string?>> settings) => StartAsync(Describe(settings));

    /// <summary>Starts what was published in a folder, from another folder, and waits until it says that it is ready.</summary>
    /// <param name="publication">The folder of the publication.</param>
    /// <param name="workingDirectory">Where it is started from.</param>
    /// <param name="settings">Configuration, by name.</param>
    public static Task<FabriqueProcess> StartPublishedAsync(string publication, string workingDirectory, IEnumerable<KeyValuePair<string, string?>> settings) =>
        StartAsync(Describe(workingDirectory, [Path.Combine(publication, "Fabrique.Web.dll")], settings));

    /// <summary>Starts what is built from the sources as people do, with <c>dotnet run</c> and its launch profile, and waits until it says that it is ready.</summary>
    /// <param name="settings">Configuration, by name; where to listen is theirs to say.</param>
    /// <param name="arguments">What follows <c>--</c>.</param>
    public static Task<FabriqueProcess> StartProjectAsync(IEnumerable<KeyValuePair<string, string?>> settings, params string[] arguments)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var start = Describe(Repository.Folder, ["run", "--no-build", "--project", "src/Fabrique.Web", "--configuration", configuration, "--", .. arguments], settings);
        start.Environment.Remove("ASPNETCORE_ENVIRONMENT");
        return StartAsync(start);
    }

    private static async Task<FabriqueProcess> StartAsync(ProcessStartInfo start)
    {
        var fabrique = new FabriqueProcess(start);
        fabrique.process.Start();
        fabrique.process.BeginOutputReadLine();
        fabrique.process.BeginErrorReadLine();
        try
        {
            fabrique.Address = await fabrique.ready.Task.WaitAsync(StartLimit);
            return fabrique;
        }
        catch
        {
            await fabrique.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs to the end, for starts that must be refused and for verbs.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(IEnumerable<KeyValuePair<string, string?>> settings, params string[] arguments)
    {
        var start = Describe(settings);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        await using var fabrique = new FabriqueProcess(start);
        _ = fabrique.ready.Task.ContinueWith(task => task.Exception, TaskScheduler.Default);
        fabrique.process.Start();
        fabrique.process.BeginOutputReadLine();
        fabrique.process.BeginErrorReadLine();
        await fabrique.process.WaitForExitAsync().WaitAsync(StartLimit);
        return (fabrique.process.ExitCode, fabrique.Output);
    }

    public FormBrowser Browse() => new(Address);

    /// <summary>SIGKILL: nothing is flushed, nothing is said goodbye to. Under <c>dotnet run</c> the product is a child.</summary>
    public async Task KillAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    public Task WaitForExitAsync() => process.WaitForExitAsync().WaitAsync(StartLimit);

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
    }

    private static ProcessStartInfo Describe(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        // Under the dependencies of the test assembly, so that the product can load it too.
        var tests = Path.GetFileNameWithoutExtension(Assembly.GetEntryAssembly()!.Location);
        var start = Describe(AppContext.BaseDirectory, ["exec", "--depsfile", $"{tests}.deps.json", "--runtimeconfig", "Fabrique.Web.runtimeconfig.json", "Fabrique.Web.dll"], settings);
        start.Environment["ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"] = tests;
        start.Environment[OwnTime.ShiftVariable] = OwnTime.Shift;
        return start;
    }

    private static ProcessStartInfo Describe(string workingDirectory, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            UseShellExecute = false,
            WorkingDirectory = workingDirectory,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = $"http://{IPAddress.Loopback}:0";
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        foreach (var (name, value) in settings)
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return start;
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (output)
        {
            output.AppendLine(line);
        }

        if (line.Contains("est prête", StringComparison.Ordinal))
        {
            ready.TrySetResult(new Uri(line[(line.LastIndexOf(": ", StringComparison.Ordinal) + 2)..].Trim()));
        }
    }
}
