using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Fabrique.Workflows.CrashHost;

namespace Fabrique.Workflows.Reliability.Tests.Support;

/// <summary>The process died before it answered.</summary>
internal sealed class ProcessDiedException(string command) : Exception($"The process died of {command}.");

/// <summary>A host of the runtime in a process of its own, spoken to by its standard input and output.</summary>
internal sealed class CrashProcess : IAsyncDisposable
{
    // Only tells a process that hangs from one on a busy machine.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private CrashProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    public static CrashProcess Start()
    {
        var host = typeof(World).Assembly.GetName().Name;
        var start = new ProcessStartInfo("dotnet", ["exec", "--depsfile", $"{typeof(CrashProcess).Assembly.GetName().Name}.deps.json", "--runtimeconfig", $"{host}.runtimeconfig.json", $"{host}.dll"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
            UseShellExecute = false,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        return new CrashProcess(Process.Start(start)!);
    }

    public static async Task<CrashProcess> OpenAsync(WorldOptions options)
    {
        var process = Start();
        await process.OpenAnotherAsync(options);
        return process;
    }

    /// <summary>Makes the process a host of this database, and of no other any more.</summary>
    public Task OpenAnotherAsync(WorldOptions options) => SendAsync("open", JsonSerializer.Serialize(options));

    /// <exception cref="ProcessDiedException">It died of it, as ordered.</exception>
    public async Task<string> SendAsync(params IReadOnlyList<string> command)
    {
        using var limit = new CancellationTokenSource(Limit);
        string? answer;
        try
        {
            await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(command).AsMemory(), limit.Token);
            await _process.StandardInput.FlushAsync(limit.Token);
            answer = await _process.StandardOutput.ReadLineAsync(limit.Token);
        }
        catch (IOException)
        {
            answer = null;
        }

        if (answer is not null)
        {
            return JsonSerializer.Deserialize<string>(answer)!;
        }

        await _process.WaitForExitAsync(limit.Token);
        var errors = await _errors;
        throw errors.Length == 0 ? new ProcessDiedException(command[0]) : new InvalidOperationException($"{string.Join(' ', command)} failed: {errors}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            using var limit = new CancellationTokenSource(Limit);
            await _process.WaitForExitAsync(limit.Token);
        }

        _process.Dispose();
    }
}
