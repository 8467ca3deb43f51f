using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Exports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "exports",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    requested_by_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    source = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    filter = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    column_list = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    format = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    key = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    title = table.Column<string>(type: "TEXT", maxLength: 150, nullable: false),
                    file_name = table.Column<string>(type: "TEXT", maxLength: 150, nullable: false),
                    asked_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    place = table.Column<int>(type: "INTEGER", nullable: true),
                    done = table.Column<int>(type: "INTEGER", nullable: false),
                    total = table.Column<int>(type: "INTEGER", nullable: true),
                    ended_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    expires_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    length = table.Column<long>(type: "INTEGER", nullable: true),
                    notice = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exports", x => x.id);
                    table.CheckConstraint("ck_export_ended", "(place is null) = (expires_at is not null)");
                    table.CheckConstraint("ck_export_state", "state in ('Waiting', 'Running', 'Ready', 'Failed', 'Deleted')");
                    table.CheckConstraint("ck_export_under_way", "(state in ('Waiting', 'Running')) = (place is not null)");
                    table.CheckConstraint("ck_exports_column_list_length", "length(column_list) <= 2000");
                    table.CheckConstraint("ck_exports_file_name_length", "length(file_name) <= 150");
                    table.CheckConstraint("ck_exports_filter_length", "length(filter) <= 2000");
                    table.CheckConstraint("ck_exports_format_length", "length(format) <= 40");
                    table.CheckConstraint("ck_exports_key_length", "length(key) <= 64");
                    table.CheckConstraint("ck_exports_notice_length", "length(notice) <= 500");
                    table.CheckConstraint("ck_exports_source_length", "length(source) <= 40");
                    table.CheckConstraint("ck_exports_title_length", "length(title) <= 150");
                    table.ForeignKey(
                        name: "fk_exports_requested_by_id",
                        column: x => x.requested_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_exports_expires_at",
                table: "exports",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_exports_requested_by_id_key",
                table: "exports",
                columns: new[] { "requested_by_id", "key" },
                unique: true,
                filter: "place is not null");

            migrationBuilder.CreateIndex(
                name: "ix_exports_requested_by_id_place",
                table: "exports",
                columns: new[] { "requested_by_id", "place" },
                unique: true,
                filter: "place is not null");

            migrationBuilder.CreateIndex(
                name: "ix_exports_state_asked_at",
                table: "exports",
                columns: new[] { "state", "asked_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "exports");
        }
    }
}
